package org.imagebuilder.agent.composer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.imagebuilder.agent.composer.ComposerSettings.Authentication;
import org.imagebuilder.agent.composer.ComposerSettings.Identity;
import org.imagebuilder.agent.http.HttpProxy;
import org.imagebuilder.agent.testing.FakeComposer;
import org.imagebuilder.agent.testing.FakeLease;
import org.imagebuilder.agent.testing.Servers;
import org.imagebuilder.agent.testing.TestAuthority;
import org.imagebuilder.agent.testing.TestProxy;
import org.imagebuilder.agent.testing.TokenServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates, proxies and tokens on the way to composer, for calls and for files. */
class ComposerConnectionTest {

  private static final String BASE = "/api/image-builder-worker/v1";

  private final Path directory;
  private final TestAuthority authority;
  private final Path authorityFile;
  private final Path file;

  ComposerConnectionTest(@TempDir Path directory) throws Exception {
    this.directory = directory;
    authority = new TestAuthority("Authority of a test");
    authorityFile = authority.writeTo(directory.resolve("ca.pem"));
    file = Files.write(directory.resolve("disk.raw"), new byte[300_000]);
  }

  @Test
  void a_composer_of_a_private_authority_is_trusted() throws Exception {
    try (FakeComposer composer = FakeComposer.startOn(tls(false))) {
      String id = reports(secure(composer, Optional.empty())).register(null);

      assertThat(id).isNotEmpty();
    }
  }

  @Test
  void a_composer_of_another_authority_is_not_trusted() throws Exception {
    try (FakeComposer composer = FakeComposer.startOn(tls(false))) {
      Path other = new TestAuthority("Another").writeTo(directory.resolve("other.pem"));
      Reports reports =
          reports(
              new ComposerSettings(
                  composer.url(),
                  BASE,
                  Optional.empty(),
                  Optional.of(other),
                  Optional.empty(),
                  Optional.empty()));

      assertThatThrownBy(() -> reports.register(null))
          .isInstanceOf(ComposerException.Away.class)
          .hasMessageContaining(composer.url().toString())
          .hasMessageContaining("agent.composer.ca-file");
    }
  }

  @Test
  void the_agent_shows_its_certificate() throws Exception {
    try (FakeComposer composer = FakeComposer.startOn(tls(true))) {
      String id = reports(secure(composer, Optional.of(identity()))).register(null);

      assertThat(id).isNotEmpty();
    }
  }

  @Test
  void without_a_certificate_a_composer_that_wants_one_is_not_reached() throws Exception {
    try (FakeComposer composer = FakeComposer.startOn(tls(true))) {
      Reports reports = reports(secure(composer, Optional.empty()));

      assertThatThrownBy(() -> reports.register(null)).isInstanceOf(ComposerException.Away.class);
    }
  }

  @Test
  void files_go_the_same_way_with_the_same_certificate() throws Exception {
    try (FakeComposer composer = FakeComposer.startOn(tls(true))) {
      FakeLease job = composer.offer("osbuild", null);
      ComposerSettings settings = secure(composer, Optional.of(identity()));

      new Artifacts(new ComposerConnection(settings)).put(composer.leaseOf(job), "disk.raw", file);

      assertThat(job.artifacts().get("disk.raw")).hasSize(300_000);
    }
  }

  @Test
  void a_plain_composer_is_asked_through_the_proxy_in_absolute_form() throws Exception {
    try (TestProxy proxy = TestProxy.start();
        FakeComposer composer = FakeComposer.start()) {
      reports(through(proxy, composer, Optional.empty())).register(null);

      assertThat(proxy.requests())
          .containsExactly("POST %s%s/workers".formatted(composer.url(), BASE));
    }
  }

  @Test
  void a_secure_composer_is_reached_through_a_tunnel() throws Exception {
    try (TestProxy proxy = TestProxy.start();
        FakeComposer composer = FakeComposer.startOn(tls(false))) {
      reports(through(proxy, composer, Optional.of(authorityFile))).register(null);

      assertThat(proxy.requests()).containsExactly("CONNECT " + composer.url().getAuthority());
    }
  }

  @Test
  void files_go_through_the_proxy_too() throws Exception {
    try (TestProxy proxy = TestProxy.start();
        FakeComposer composer = FakeComposer.startOn(tls(false))) {
      FakeLease job = composer.offer("osbuild", null);
      ComposerSettings settings = through(proxy, composer, Optional.of(authorityFile));

      new Artifacts(new ComposerConnection(settings)).put(composer.leaseOf(job), "disk.raw", file);

      assertThat(job.artifacts().get("disk.raw")).hasSize(300_000);
      assertThat(proxy.requests()).containsExactly("CONNECT " + composer.url().getAuthority());
    }
  }

  @Test
  void a_proxy_that_is_not_there_is_named() throws Exception {
    try (FakeComposer composer = FakeComposer.start()) {
      ComposerSettings settings =
          new ComposerSettings(
              composer.url(),
              BASE,
              Optional.of(HttpProxy.of("http://user:canary@localhost:1")),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());

      assertThatThrownBy(() -> reports(settings).register(null))
          .hasMessageContaining("through the proxy http://localhost:1")
          .hasMessageNotContaining("canary");
    }
  }

  @Test
  void a_call_carries_a_token() throws Exception {
    try (TokenServer server = TokenServer.start();
        FakeComposer composer = FakeComposer.startOn(Servers.plain(), server.gate())) {
      reports(withTokens(composer, server, Optional.empty())).register(null);

      assertThat(composer.registrations()).hasSize(1);
      assertThat(server.forms()).hasSize(1);
    }
  }

  @Test
  void a_call_that_is_refused_is_made_again_with_a_new_token() throws Exception {
    try (TokenServer server = TokenServer.start();
        FakeComposer composer = FakeComposer.startOn(Servers.plain(), server.gate())) {
      Reports reports = reports(withTokens(composer, server, Optional.empty()));
      reports.register(null);
      server.revokeAll();

      reports.register("0b9f9d1a-6d0c-4c44-8a2e-6a1d3d6f7a11");

      assertThat(composer.registrations().getLast().getPreviousWorkerId())
          .isEqualTo("0b9f9d1a-6d0c-4c44-8a2e-6a1d3d6f7a11");
      assertThat(server.forms()).hasSize(2);
    }
  }

  @Test
  void a_token_that_composer_never_takes_is_said_with_what_to_check() throws Exception {
    try (TokenServer server = TokenServer.start();
        FakeComposer composer = FakeComposer.startOn(Servers.plain(), server.gate())) {
      server.giveUseless();
      Reports reports = reports(withTokens(composer, server, Optional.empty()));

      assertThatThrownBy(() -> reports.register(null))
          .isInstanceOf(ComposerException.Away.class)
          .hasMessageContaining("401")
          .hasMessageContaining(server.url().toString())
          .hasMessageContaining("agent.authentication.client-id");
      assertThat(server.forms()).hasSize(2);
    }
  }

  @Test
  void a_file_is_sent_again_with_a_new_token() throws Exception {
    try (TokenServer server = TokenServer.start();
        FakeComposer composer = FakeComposer.startOn(Servers.plain(), server.gate())) {
      FakeLease job = composer.offer("osbuild", null);
      ComposerConnection connection =
          new ComposerConnection(withTokens(composer, server, Optional.empty()));
      reports(connection).register(null);
      server.revokeAll();

      new Artifacts(connection).put(composer.leaseOf(job), "disk.raw", file);

      assertThat(job.artifacts().get("disk.raw")).hasSize(300_000);
    }
  }

  @Test
  void tokens_work_with_a_private_authority_on_both_servers() throws Exception {
    try (TokenServer server = TokenServer.startOn(tls(false));
        FakeComposer composer = FakeComposer.startOn(tls(false), server.gate())) {
      reports(withTokens(composer, server, Optional.of(authorityFile))).register(null);

      assertThat(composer.registrations()).hasSize(1);
    }
  }

  @Test
  void without_tokens_a_401_says_what_to_set() throws Exception {
    try (TokenServer server = TokenServer.start();
        FakeComposer composer = FakeComposer.startOn(Servers.plain(), server.gate())) {
      Reports reports = reports(ComposerSettings.plain(composer.url(), BASE));

      assertThatThrownBy(() -> reports.register(null))
          .hasMessageContaining("agent.authentication.oauth-url")
          .hasMessageContaining("agent.composer.client-certificate");
    }
  }

  private HttpServer tls(boolean wantsCertificate) throws Exception {
    SSLContext context = authority.serverContext();
    return Servers.tls(context, wantsCertificate);
  }

  private Identity identity() throws Exception {
    Identity identity =
        new Identity(directory.resolve("worker-crt.pem"), directory.resolve("worker-key.pem"));
    authority.issue("worker").writeTo(identity.certificate(), identity.key());
    return identity;
  }

  private ComposerSettings secure(FakeComposer composer, Optional<Identity> identity) {
    return new ComposerSettings(
        composer.url(),
        BASE,
        Optional.empty(),
        Optional.of(authorityFile),
        identity,
        Optional.empty());
  }

  private static ComposerSettings through(
      TestProxy proxy, FakeComposer composer, Optional<Path> authority) {
    return new ComposerSettings(
        composer.url(),
        BASE,
        Optional.of(HttpProxy.of(proxy.url().toString())),
        authority,
        Optional.empty(),
        Optional.empty());
  }

  private ComposerSettings withTokens(
      FakeComposer composer, TokenServer server, Optional<Path> authority) throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "of a test");
    return new ComposerSettings(
        composer.url(),
        BASE,
        Optional.empty(),
        authority,
        Optional.empty(),
        Optional.of(
            new Authentication(server.url(), "agent", Optional.empty(), Optional.of(secret))));
  }

  private static Reports reports(ComposerSettings settings) throws IOException {
    return reports(new ComposerConnection(settings));
  }

  private static Reports reports(ComposerConnection connection) {
    return new Reports(connection, "x86_64", List.of());
  }
}
