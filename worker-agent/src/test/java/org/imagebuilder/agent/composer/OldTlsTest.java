package org.imagebuilder.agent.composer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpDefaults;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.testing.TestCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients and server in a process whose Java would still greet by TLS 1.1. */
class OldTlsTest {

  private static final String OLD = "TLSv1.1";

  @Test
  void a_server_that_knows_only_tls_1_1_is_refused_by_calls_files_and_uploads(
      @TempDir Path directory) throws Exception {
    Path lax =
        Files.writeString(directory.resolve("java.security"), "jdk.tls.disabledAlgorithms=\n");
    Process clients =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.security.properties=" + lax,
                "-cp",
                System.getProperty("java.class.path"),
                Clients.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();

    String said = new String(clients.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said.lines())
        .containsExactly(
            "an old client: spoken", "calls: refused", "files: refused", "uploads: refused");
  }

  static final class Clients {

    private interface Client {
      void speak() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
      HttpDefaults.set();
      Path directory = Path.of(arguments[0]);
      TestCertificate certificate = TestCertificate.in(directory);
      HttpsServer server = server(certificate.server());
      URI url = URI.create("https://localhost:" + server.getAddress().getPort());
      Path authority = certificate.pem();
      ComposerConnection composer =
          new ComposerConnection(
              new ComposerSettings(
                  url,
                  "/api",
                  Optional.empty(),
                  Optional.of(authority),
                  Optional.empty(),
                  Optional.empty()));

      say("an old client", () -> oldClient(composer.tls(), url));
      say("calls", composer::status);
      say(
          "files",
          () -> new Artifacts(composer).put(new Lease("t", URI.create("/t/")), "a", authority));
      say(
          "uploads",
          () ->
              new HttpCaller(HttpTrust.of(Optional.of(authority), false), HttpProxies.none())
                  .send(HttpCall.of("GET", url)));
      System.exit(0);
    }

    private static void say(String who, Client client) throws Exception {
      try {
        client.speak();
        System.out.println(who + ": spoken");
      } catch (SSLException | ComposerException e) {
        boolean isTls = e instanceof SSLException || String.valueOf(e).contains("TLS failed");
        System.out.println(who + (isTls ? ": refused" : ": " + e));
      }
    }

    private static void oldClient(SSLContext trust, URI url) throws IOException {
      try (SSLSocket socket =
          (SSLSocket) trust.getSocketFactory().createSocket(url.getHost(), url.getPort())) {
        socket.setEnabledProtocols(new String[] {OLD});
        socket.startHandshake();
      }
    }

    private static HttpsServer server(SSLContext context) throws IOException {
      HttpsServer server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(
          new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters connection) {
              SSLParameters parameters = context.getDefaultSSLParameters();
              parameters.setProtocols(new String[] {OLD});
              connection.setSSLParameters(parameters);
            }
          });
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      server.start();
      return server;
    }
  }
}
