package org.imagebuilder.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.imagebuilder.agent.testing.Servers;
import org.imagebuilder.agent.testing.TestAuthority;
import org.imagebuilder.agent.testing.TestProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through a proxy that lets only known users through. */
class HttpProxyTest {

  private static final String USER = "worker";
  private static final String PASSWORD = "p@ss:w/rd-canary";
  private static final String LOGIN = "worker:p%40ss%3Aw%2Frd-canary";

  private final TestAuthority authority = new TestAuthority("Authority of a test");
  private final Path authorityFile;
  private final TestProxy proxy;
  private final List<String> seen = new CopyOnWriteArrayList<>();

  HttpProxyTest(@TempDir Path directory) throws Exception {
    authorityFile = authority.writeTo(directory.resolve("ca.pem"));
    proxy = TestProxy.startFor(USER, PASSWORD);
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
  }

  @Test
  void a_plain_call_shows_the_password_to_the_proxy_alone() throws Exception {
    HttpServer server = started(Servers.plain());

    HttpAnswer answer = send(server, LOGIN, HttpBody.nothing());

    assertThat(answer.status()).isEqualTo(204);
    assertThat(proxy.requests()).containsExactly("PUT " + Servers.url(server) + "/");
    assertThat(seen).hasSize(1).noneMatch(headers -> headers.contains("Proxy-"));
  }

  @Test
  void a_tunnel_is_opened_by_the_password_and_the_server_never_sees_it() throws Exception {
    HttpServer server = started(Servers.tls(authority.serverContext(), false));

    HttpAnswer answer = send(server, LOGIN, HttpBody.bytes(new byte[1 << 20]));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(proxy.requests()).containsExactly("CONNECT " + Servers.url(server).getAuthority());
    assertThat(seen).hasSize(1).noneMatch(headers -> headers.contains("Proxy-"));
  }

  @Test
  void a_wrong_password_is_the_proxys_refusal() throws Exception {
    HttpServer server = started(Servers.tls(authority.serverContext(), false));

    assertThatThrownBy(() -> send(server, "worker:wrong-canary", HttpBody.nothing()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("proxy")
        .hasMessageContaining("407")
        .hasMessageNotContaining("canary");
    assertThat(seen).isEmpty();
    // Once without it, once with it: more would lock an account.
    assertThat(proxy.refusals()).isEqualTo(2);
  }

  @Test
  void a_proxy_is_written_without_its_password() {
    HttpProxy shown = HttpProxy.of("http://" + LOGIN + "@proxy.example.com:3128");

    assertThat(shown).hasToString("http://proxy.example.com:3128");
    assertThat(HttpProxies.of(shown).toString()).doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://proxy.example.com",
        "socks5://proxy.example.com",
        "http://user:can ary@proxy.example.com",
        "http://",
        "http://user:canary@/path"
      })
  void what_is_no_proxy_is_refused_without_repeating_it(String address) {
    assertThatThrownBy(() -> HttpProxy.of(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http://user:password@proxy.example.com:3128")
        .hasMessageNotContaining("canary")
        .hasMessageNotContaining("can ary");
  }

  private HttpAnswer send(HttpServer server, String login, HttpBody body) throws Exception {
    HttpProxy through = HttpProxy.of("http://%s@%s".formatted(login, proxy.url().getAuthority()));
    HttpTrust trust = HttpTrust.of(Optional.of(authorityFile), false);
    return new HttpCaller(trust, HttpProxies.of(through))
        .send(HttpCall.of("PUT", Servers.url(server).resolve("/")).body(body));
  }

  private HttpServer started(HttpServer server) {
    server
        .createContext(
            "/",
            exchange -> {
              exchange.getRequestBody().readAllBytes();
              exchange.sendResponseHeaders(204, -1);
              exchange.close();
            })
        .getFilters()
        .add(
            Filter.beforeHandler(
                "sees",
                exchange -> seen.add(String.join(" ", exchange.getRequestHeaders().keySet()))));
    server.start();
    return server;
  }
}
