package org.imagebuilder.imagebuilder.recommendations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.FakeRecommendations;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.RecommendationsServer;
import org.imagebuilder.imagebuilder.doubles.TestCertificate;
import org.imagebuilder.imagebuilder.neighbours.CallConfig;
import org.imagebuilder.imagebuilder.neighbours.ConnectionConfig;
import org.imagebuilder.imagebuilder.neighbours.Connections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(ComposerResource.class)
@WithTestResource(RecommendationsServer.class)
class RecommendationsConnectionTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  static Path folder;

  @SuppressWarnings("NullAway.Init")
  FakeRecommendations service;

  @Inject Connections connections;

  private record Settings(Optional<URI> url, Optional<URI> proxy, Optional<Path> caPath)
      implements RecommendationsConfig {
    @Override
    public Optional<String> clientId() {
      return Optional.empty();
    }

    @Override
    public Optional<String> clientSecret() {
      return Optional.empty();
    }

    @Override
    public ConnectionConfig token() {
      return this;
    }

    @Override
    public Duration connectTimeout() {
      return Duration.ofSeconds(5);
    }

    @Override
    public Duration readTimeout() {
      return Duration.ofSeconds(20);
    }

    @Override
    public Optional<String> tlsConfigurationName() {
      return Optional.empty();
    }

    @Override
    public Map<String, CallConfig> calls() {
      return Map.of();
    }
  }

  @Test
  void a_proxy_stands_between_here_and_the_service() {
    service.reset();
    URI proxy = URI.create(service.url().replace("http://", "http://me:mine@"));

    ask(new Settings(uri("http://recommendations.invalid"), Optional.of(proxy), Optional.empty()));

    assertThat(service.questions().getFirst().target())
        .isEqualTo("POST http://recommendations.invalid/packages/recommendations");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy.example.com:3128", "http://proxy.example.com", "3128"})
  void a_proxy_without_host_or_port_stops_the_start(String proxy) {
    Settings settings = new Settings(uri("http://localhost:1"), uri(proxy), Optional.empty());

    assertThatThrownBy(() -> new RecommendationsConnection(connections, settings))
        .hasMessageContaining("imagebuilder.recommendations.proxy");
  }

  @Test
  void the_configured_authority_is_trusted_and_no_other() throws Exception {
    TestCertificate certificate = TestCertificate.in(Files.createDirectory(folder.resolve("one")));
    Path other = TestCertificate.in(Files.createDirectory(folder.resolve("two"))).pem();
    HttpsServer server = serve(certificate);
    Optional<URI> url = uri("https://localhost:" + server.getAddress().getPort());

    ask(new Settings(url, Optional.empty(), Optional.of(certificate.pem())));

    Settings wrong = new Settings(url, Optional.empty(), Optional.of(other));
    assertThatThrownBy(() -> ask(wrong)).hasStackTraceContaining("SSLHandshake");
    Settings system = new Settings(url, Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> ask(system)).hasStackTraceContaining("SSLHandshake");
    server.stop(0);
  }

  @Test
  void authorities_that_cannot_be_read_stop_the_start() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    Path absent = folder.resolve("absent.pem");

    for (Path file : new Path[] {empty, absent}) {
      Settings settings =
          new Settings(uri("https://localhost:1"), Optional.empty(), Optional.of(file));
      assertThatThrownBy(() -> new RecommendationsConnection(connections, settings))
          .hasMessageContaining(file.toString());
    }
  }

  private static HttpsServer serve(TestCertificate certificate)
      throws IOException, GeneralSecurityException {
    HttpsServer server = HttpsServer.create(new InetSocketAddress("localhost", 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    return server;
  }

  private void ask(RecommendationsConfig config) {
    RecommendationsClient client =
        new RecommendationsConnection(connections, config).client().orElseThrow();
    try {
      client
          .recommend("Bearer 1", JsonNodeFactory.instance.objectNode())
          .await()
          .atMost(Duration.ofSeconds(20));
    } catch (jakarta.ws.rs.WebApplicationException answered) {
      // A refusal has come the way that it should.
    }
  }

  private static Optional<URI> uri(String text) {
    return Optional.of(URI.create(text));
  }
}
