package org.imagebuilder.agent.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A container registry with one repository, which lets in who fetched a token for it. */
public final class StandInRegistry implements AutoCloseable {

  public static final String REPOSITORY = "team/app";
  public static final String CONFIG = "sha256:" + "c".repeat(64);
  private static final String LIST = "application/vnd.oci.image.index.v1+json";
  private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  private static final String TOKEN = "a-token-that-is-good";

  private final HttpsServer server;
  private final Map<String, String> manifests = new ConcurrentHashMap<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile String login = "";

  public StandInRegistry(TestCertificate certificate) throws IOException, GeneralSecurityException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
    server.createContext("/v2/" + REPOSITORY + "/manifests/", this::manifest);
    server.createContext("/v2/", this::root);
    server.createContext("/token", this::token);
    server.start();
  }

  /** Host and port. */
  public String name() {
    return "localhost:" + server.getAddress().getPort();
  }

  /** From now on only who has this login gets a token. */
  public void wants(String base64) {
    login = base64;
  }

  /** What was asked in another way than registries are. */
  public List<String> faults() {
    return faults;
  }

  /** Keeps a manifest under its digest and a tag, and says the digest. */
  public String put(String tag, String manifest) {
    String digest = digest(manifest);
    manifests.put(tag, manifest);
    manifests.put(digest, manifest);
    return digest;
  }

  public String putImage(String tag) {
    return put(
        tag,
        """
        {"schemaVersion": 2, "mediaType": "%s", "config": {"digest": "%s"},
         "layers": [], "annotations": {"tag": "%s"}}
        """
            .formatted(IMAGE, CONFIG, tag));
  }

  /** A list of one image per architecture. */
  public String putList(String tag, Map<String, String> digests) {
    String entries =
        String.join(
            ",",
            digests.entrySet().stream()
                .map(
                    each ->
                        """
                        {"digest": "%s", "platform": {"os": "linux", "architecture": "%s"}}
                        """
                            .formatted(each.getValue(), each.getKey()))
                .toList());
    return put(
        tag,
        "{\"schemaVersion\": 2, \"mediaType\": \"%s\", \"manifests\": [%s]}"
            .formatted(LIST, entries));
  }

  /** Serves under a digest what has another one. */
  public void spoil(String digest) {
    manifests.put(digest, "{\"config\": {\"digest\": \"%s\"}}".formatted(CONFIG));
  }

  public static String digest(String text) {
    try {
      byte[] content = text.getBytes(StandardCharsets.UTF_8);
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void root(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(exchange, 401, "{}");
    }
  }

  private void manifest(HttpExchange exchange) throws IOException {
    try (exchange) {
      String version = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
      if (version.equals("silence")) {
        closed.await();
        return;
      }
      String accepted = String.valueOf(exchange.getRequestHeaders().getFirst("Accept"));
      if (!accepted.contains(LIST) || !accepted.contains(IMAGE)) {
        faults.add("accepts no manifests: " + accepted);
      }
      String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      if (!shown.equals("Bearer " + TOKEN)) {
        exchange
            .getResponseHeaders()
            .set(
                "WWW-Authenticate",
                "Bearer realm=\"https://%s/token\",service=\"stand-in\",scope=\"whatever\""
                    .formatted(name()));
        answer(exchange, 401, "{}");
        return;
      }
      String manifest = manifests.get(version);
      answer(exchange, manifest == null ? 404 : 200, manifest == null ? "{}" : manifest);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void token(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query =
          URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
      if (!query.contains("scope=repository:" + REPOSITORY + ":pull")
          || !query.contains("service=stand-in")) {
        faults.add("asks for another token: " + query);
      }
      String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      boolean welcome = login.isEmpty() || shown.equals("Basic " + login);
      answer(exchange, welcome ? 200 : 401, "{\"token\": \"%s\"}".formatted(TOKEN));
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, content.length);
    exchange.getResponseBody().write(content);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
