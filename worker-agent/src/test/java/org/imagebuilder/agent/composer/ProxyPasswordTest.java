package org.imagebuilder.agent.composer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.imagebuilder.agent.http.HttpProxy;
import org.imagebuilder.agent.testing.FakeComposer;
import org.imagebuilder.agent.testing.FakeLease;
import org.imagebuilder.agent.testing.Servers;
import org.imagebuilder.agent.testing.TestAuthority;
import org.imagebuilder.agent.testing.TestProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to composer through a proxy that wants a password. */
class ProxyPasswordTest {

  private final Path directory;
  private final TestAuthority authority = new TestAuthority("Authority of a test");
  private final TestProxy proxy = TestProxy.startFor("worker", "canary");
  private final List<String> seen = new CopyOnWriteArrayList<>();

  ProxyPasswordTest(@TempDir Path directory) throws Exception {
    this.directory = directory;
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
  }

  @Test
  void calls_to_a_plain_composer_show_it_to_the_proxy_alone() throws Exception {
    try (FakeComposer composer = composer(Servers.plain())) {
      reports(composer, "canary").register(null);

      assertThat(proxy.requests()).hasSize(1);
      assertThat(seen).hasSize(1).noneMatch(headers -> headers.contains("Proxy-"));
    }
  }

  @Test
  void calls_to_a_secure_composer_open_a_tunnel_by_it() throws Exception {
    try (FakeComposer composer = composer(Servers.tls(authority.serverContext(), false))) {
      reports(composer, "canary").register(null);

      assertThat(proxy.requests()).containsExactly("CONNECT " + composer.url().getAuthority());
      assertThat(seen).hasSize(1).noneMatch(headers -> headers.contains("Proxy-"));
    }
  }

  @Test
  void files_take_the_same_way() throws Exception {
    Path file = Files.write(directory.resolve("disk.raw"), new byte[300_000]);
    try (FakeComposer composer = composer(Servers.tls(authority.serverContext(), false))) {
      FakeLease job = composer.offer("osbuild", null);

      new Artifacts(new ComposerConnection(settings(composer, "canary")))
          .put(composer.leaseOf(job), "disk.raw", file);

      assertThat(job.artifacts().get("disk.raw")).hasSize(300_000);
      assertThat(seen).hasSize(1).noneMatch(headers -> headers.contains("Proxy-"));
    }
  }

  @Test
  void a_wrong_one_is_said_with_the_setting_and_without_the_password() throws Exception {
    for (HttpServer server :
        List.of(Servers.plain(), Servers.tls(authority.serverContext(), false))) {
      try (FakeComposer composer = composer(server)) {
        assertThatThrownBy(() -> reports(composer, "wrong-canary").register(null))
            .hasMessageContaining("407")
            .hasMessageContaining("agent.composer.proxy")
            .hasMessageNotContaining("canary");
      }
    }
    assertThat(seen).isEmpty();
  }

  private FakeComposer composer(HttpServer server) {
    return FakeComposer.startOn(
        server,
        Filter.beforeHandler(
            "sees", exchange -> seen.add(String.join(" ", exchange.getRequestHeaders().keySet()))));
  }

  private Reports reports(FakeComposer composer, String password) throws Exception {
    return new Reports(new ComposerConnection(settings(composer, password)), "x86_64", List.of());
  }

  private ComposerSettings settings(FakeComposer composer, String password) throws Exception {
    String address = "http://worker:%s@%s".formatted(password, proxy.url().getAuthority());
    return new ComposerSettings(
        composer.url(),
        composer.base(),
        Optional.of(HttpProxy.of(address)),
        Optional.of(authority.writeTo(directory.resolve("ca.pem"))),
        Optional.empty(),
        Optional.empty());
  }
}
