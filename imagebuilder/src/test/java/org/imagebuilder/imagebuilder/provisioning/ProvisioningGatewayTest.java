package org.imagebuilder.imagebuilder.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.ContentSourcesResource;
import org.imagebuilder.imagebuilder.doubles.FakeProvisioning;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.ProvisioningResource;
import org.imagebuilder.imagebuilder.doubles.StandIn.Mood;
import org.imagebuilder.imagebuilder.identity.Identity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(ComposerResource.class)
@WithTestResource(ContentSourcesResource.class)
@WithTestResource(ProvisioningResource.class)
class ProvisioningGatewayTest {
  /** For both attempts together, and what lies between the two ends of a connection. */
  private static final long MUCH = 64L << 20;

  private static final Identity CALLER =
      new Identity("org", "42", "User", "", "", true, "aGVhZGVy");

  @SuppressWarnings("NullAway.Init")
  FakeProvisioning service;

  @Inject ProvisioningGateway gateway;
  @Inject CircuitBreakerMaintenance breakers;

  @BeforeEach
  void calm() {
    service.reset();
    breakers.resetAll();
  }

  @Test
  void a_source_is_an_account() {
    service.source("7", "{\"provider\":\"aws\",\"aws\":{\"account_id\":\"123456789012\"}}");

    String account = account("7");

    assertThat(account).isEqualTo("123456789012");
    assertThat(service.server().calls()).hasSize(1);
    assertThat(service.server().calls().getFirst().identity()).isEqualTo("aGVhZGVy");
    assertThat(service.server().calls().getFirst().path()).isEqualTo("/sources/7/upload_info");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200|{\"aws\":{\"account_id\":\"12345678901\"}}|UPLOAD_SOURCE_WITHOUT_ACCOUNT: Unable to resolve source 7 to an aws account id",
        "200|{\"aws\":null}|Unable to resolve source 7 to an aws account id",
        "200|{\"azure\":{}}|Unable to resolve source 7 to an aws account id",
        "404|{\"error\":\"none\"}|Unable to resolve source 7 to an aws account id",
        "401|{\"error\":\"who\"}|Unable to resolve source 7 to an aws account id",
        "500|{\"error\":\"oh\"}|Unable to resolve source 7 to an aws account id",
        "502|<html>|UPLOAD_SOURCE_UNREADABLE: Unable to resolve source: 7",
        "200|[]|UPLOAD_SOURCE_UNREADABLE: Unable to resolve source: 7",
      })
  void a_source_that_is_no_account_is_told(int status, String body, String told) {
    service.server().refuse(status, body);

    assertThatThrownBy(() -> account("7")).hasMessageContaining(told);
  }

  @ParameterizedTest
  @CsvSource({
    "HANGS, UPLOAD_SOURCE_UNRESOLVED: Unable to request source: 7",
    "RAMBLES, UPLOAD_SOURCE_UNRESOLVED: Unable to request source: 7",
    "HANGS_UP, UPLOAD_SOURCE_UNRESOLVED: Unable to request source: 7",
    "TALKS_RUBBISH, UPLOAD_SOURCE_UNREADABLE: Unable to resolve source: 7"
  })
  void a_service_in_trouble_ends_as_an_error_of_the_catalogue(Mood mood, String told) {
    service.server().mood(mood);

    assertThatThrownBy(() -> account("7")).hasMessageContaining(told);
  }

  @Test
  void an_answer_without_an_end_is_not_listened_to() {
    service.server().mood(Mood.RAMBLES);

    assertThatThrownBy(() -> account("7")).hasMessageContaining("Unable to request source: 7");
    Awaitility.await()
        .untilAsserted(() -> assertThat(service.server().spoken()).isBetween(1L, MUCH));
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "7/../8", "7?x=1", "%2e%2e", ""})
  void what_means_something_else_in_a_path_is_no_source(String source) {
    assertThatThrownBy(() -> account(source)).hasMessageContaining("Unable to request source: ");
    assertThat(service.server().calls()).isEmpty();
  }

  private String account(String source) {
    return gateway.awsAccount(source, CALLER).await().atMost(Duration.ofSeconds(20));
  }
}
