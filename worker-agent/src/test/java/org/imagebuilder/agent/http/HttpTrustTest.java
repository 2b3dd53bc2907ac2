package org.imagebuilder.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.imagebuilder.agent.testing.Servers;
import org.imagebuilder.agent.testing.TestAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTrustTest {

  private final Path authorityFile;
  private final HttpServer server;

  HttpTrustTest(@TempDir Path directory) throws Exception {
    TestAuthority authority = new TestAuthority("Authority of a test");
    authorityFile = authority.writeTo(directory.resolve("ca.pem"));
    server = Servers.tls(authority.serverContext(), false);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void a_certificate_of_the_bundle_is_believed() throws Exception {
    HttpTrust trust = HttpTrust.of(Optional.of(authorityFile), false);

    HttpAnswer answer = new HttpCaller(trust, HttpProxies.none()).send(call());

    assertThat(answer.status()).isEqualTo(204);
  }

  @Test
  void any_other_certificate_is_refused_at_once() {
    HttpCaller caller = new HttpCaller(HttpTrust.usual(), HttpProxies.none());

    assertThatThrownBy(() -> caller.send(HttpRetry.from(Duration.ofMinutes(1)), this::call))
        .isInstanceOf(SSLHandshakeException.class);
  }

  private HttpCall call() {
    return HttpCall.of("GET", Servers.url(server));
  }
}
