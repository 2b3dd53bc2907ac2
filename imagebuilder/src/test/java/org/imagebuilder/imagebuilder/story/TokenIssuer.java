package org.imagebuilder.imagebuilder.story;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Executors;
import org.imagebuilder.imagebuilder.doubles.TestCertificate;

/** Gives real tokens to one client, and tells by which key they are signed; over TLS. */
final class TokenIssuer implements AutoCloseable {
  static final String CLIENT = "house";
  static final String SECRET = "not-a-secret";

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final KeyPair key;
  private final HttpsServer server;

  TokenIssuer(TestCertificate certificate) throws IOException, GeneralSecurityException {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    key = keys.generateKeyPair();
    server = HttpsServer.create(new InetSocketAddress("localhost", 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/token", this::token);
    server.createContext("/keys", exchange -> answer(exchange, 200, keySet()));
    server.start();
  }

  String url(String path) {
    return "https://localhost:" + server.getAddress().getPort() + path;
  }

  private void token(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean isKnown =
        form.contains("grant_type=client_credentials")
            && form.contains("client_id=" + CLIENT)
            && form.contains("client_secret=" + SECRET);
    answer(
        exchange,
        isKnown ? 200 : 401,
        isKnown ? "{\"access_token\":\"%s\",\"expires_in\":900}".formatted(signed()) : "{}");
  }

  private String signed() {
    Instant now = Instant.now();
    String claims =
        "{\"rh-org-id\":\"story\",\"iat\":%d,\"exp\":%d}"
            .formatted(now.getEpochSecond(), now.plus(Duration.ofMinutes(15)).getEpochSecond());
    String text = encoded("{\"alg\":\"RS256\",\"kid\":\"one\"}") + "." + encoded(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String keySet() {
    RSAPublicKey known = (RSAPublicKey) key.getPublic();
    return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"one\",\"alg\":\"RS256\",\"n\":\"%s\",\"e\":\"%s\"}]}"
        .formatted(number(known.getModulus()), number(known.getPublicExponent()));
  }

  /** Without the zero byte that keeps it positive. */
  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    return BASE64.encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
  }

  private static String encoded(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
