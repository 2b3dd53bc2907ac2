package org.imagebuilder.imagebuilder.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class ConnectionsTest {
  private static final String KEY = "imagebuilder.provisioning";

  @Inject Connections connections;

  private final ApiCaller user = ApiCaller.of("ways-" + UUID.randomUUID());

  @Test
  void calls_are_counted_under_the_neighbours_name() {
    user.compose(Examples.read("compose.request.debian-13.json"));

    String metrics = ApiCaller.call(ApiCaller.anonymous("/metrics").GET()).text();

    assertThat(metrics).contains("http_client_requests_seconds_count{clientName=\"composer\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"service", "service:8080", "/api", "mailto:me"})
  void an_address_that_leads_nowhere_is_refused_by_its_key(String address) {
    Way way = new Way(Optional.of(URI.create(address)), Optional.empty());

    assertThatThrownBy(() -> connections.to(KEY, way)).hasMessageContaining(KEY + ".url");
  }

  @Test
  void encryption_that_nobody_has_described_is_refused_by_its_key() {
    Way way = new Way(Optional.of(URI.create("https://service")), Optional.of("house"));

    assertThatThrownBy(() -> connections.to(KEY, way))
        .hasMessageContaining(KEY + ".tls-configuration-name")
        .hasMessageContaining("quarkus.tls.house");
  }

  private record Way(Optional<URI> url, Optional<String> tlsConfigurationName)
      implements ConnectionConfig {
    @Override
    public Duration connectTimeout() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Duration readTimeout() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Optional<URI> proxy() {
      return Optional.empty();
    }
  }
}
