package org.imagebuilder.composer.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.tls.runtime.TrustAllOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.imagebuilder.composer.identity.Door;
import org.imagebuilder.composer.operations.StartException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator reads when certificates and tokens contradict each other. */
class DoorProofTest {
  private static final Optional<List<String>> NAMES = Optional.of(List.of("localhost"));

  @ParameterizedTest
  @CsvSource({
    "WORKER_API, composer.worker-api.client-auth, composer.identity.worker-api.enabled",
    "CLOUD_API, composer.cloud-api.client-auth, composer.identity.cloud-api.enabled",
  })
  void with_tls_neither_certificates_nor_tokens_is_refused(Door door, String one, String other) {
    assertRefused(new DoorProof(door, ClientAuth.NONE, Optional.empty(), false), tls())
        .hasMessageContainingAll(one, other);
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void both_certificates_and_tokens_are_refused(Door door) {
    assertRefused(new DoorProof(door, ClientAuth.REQUIRED, NAMES, true), tls())
        .hasMessageContainingAll(".client-auth=required", ".enabled=true", "choose one");
  }

  @Test
  void a_certificate_that_need_not_be_shown_proves_nothing() {
    assertRefused(new DoorProof(Door.WORKER_API, ClientAuth.REQUEST, NAMES, false), tls())
        .hasMessageContaining("composer.identity.worker-api.enabled=true");
  }

  @ParameterizedTest
  @CsvSource({
    "WORKER_API, composer.worker-api.allowed-domains",
    "CLOUD_API, composer.cloud-api.allowed-domains",
  })
  void certificates_without_a_name_that_is_allowed_are_refused(Door door, String key) {
    assertRefused(new DoorProof(door, ClientAuth.REQUIRED, Optional.empty(), false), tls())
        .hasMessageContaining(key);
    assertRefused(new DoorProof(door, ClientAuth.REQUIRED, Optional.of(List.of(" ")), false), tls())
        .hasMessageContaining(key);
  }

  @Test
  void allowed_names_without_certificates_are_refused() {
    assertRefused(
            new DoorProof(Door.WORKER_API, ClientAuth.NONE, NAMES, false), new HttpServerOptions())
        .hasMessageContainingAll(
            "composer.worker-api.allowed-domains", "composer.worker-api.client-auth=required");
  }

  @ParameterizedTest
  @CsvSource({
    "WORKER_API, composer.worker-api.tls-configuration-name",
    "CLOUD_API, quarkus.http.tls-configuration-name",
  })
  void certificates_without_tls_are_refused(Door door, String key) {
    assertRefused(new DoorProof(door, ClientAuth.REQUIRED, NAMES, false), new HttpServerOptions())
        .hasMessageContaining(key);
  }

  @Test
  void certificates_that_anybody_can_make_are_refused() {
    HttpServerOptions trusting = tls();
    trusting.setTrustOptions(TrustAllOptions.INSTANCE);

    assertRefused(new DoorProof(Door.WORKER_API, ClientAuth.REQUIRED, NAMES, false), trusting)
        .hasMessageContaining("trust-all");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void without_tls_tokens_may_be_asked_for_or_not(boolean tokens) {
    HttpServerOptions plain = new HttpServerOptions();

    new DoorProof(Door.CLOUD_API, ClientAuth.NONE, Optional.empty(), tokens).configure(plain);

    assertThat(plain.getClientAuth()).isEqualTo(ClientAuth.NONE);
  }

  @Test
  void with_tls_tokens_are_enough() {
    HttpServerOptions options = tls();

    new DoorProof(Door.CLOUD_API, ClientAuth.NONE, Optional.empty(), true).configure(options);

    assertThat(options.getClientAuth()).isEqualTo(ClientAuth.NONE);
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(
      DoorProof proof, HttpServerOptions options) {
    return assertThatThrownBy(() -> proof.configure(options)).isInstanceOf(StartException.class);
  }

  private static HttpServerOptions tls() {
    HttpServerOptions options = new HttpServerOptions();
    options.setSsl(true).setKeyCertOptions(new PfxOptions());
    return options;
  }
}
