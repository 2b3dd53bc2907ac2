package org.imagebuilder.imagebuilder.oscap;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ComplianceResource;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.FakeCompliance;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(ComposerResource.class)
@WithTestResource(ComplianceResource.class)
class PolicyCustomizationsTest {
  private static final UUID POLICY = UUID.fromString("8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1");

  private final ApiCaller user = ApiCaller.of("policy-customizations-test");

  @SuppressWarnings("NullAway.Init")
  FakeCompliance service;

  @Inject CircuitBreakerMaintenance breakers;

  @BeforeEach
  void calm() {
    service.reset();
    breakers.resetAll();
    service.policy(POLICY, "hipaa", 9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1",
        "8CBC1F2D7A4F4A279F2E54F0F8F5A3B1",
        "urn:uuid:8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1"
      })
  void what_a_policy_asks_for_is_shown(String policy) {
    service.tailoring(POLICY, 4, "", "[customizations.kernel]\nappend = \"audit=1\"\n");

    ApiCaller.Answer answer = user.get("/oscap/" + policy + "/rhel-94/policy_customizations");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("{\"kernel\":{\"append\":\"audit=1\"}}");
  }

  @Test
  void a_policy_that_is_new_to_a_release_learns_of_it() {
    service.takesTailorings(POLICY, "");

    ApiCaller.Answer answer = get("rhel-94");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("{}");
    assertThat(service.knows(POLICY, 4)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "centos-9|400|unable to get major and minor version for distribution",
        "debian-13|400|unable to get major and minor version for distribution",
        "rhel-94|404|tailorings for a policy not found"
      })
  void what_has_no_policies_is_refused(String distribution, int status, String detail) {
    ApiCaller.Answer answer = get(distribution);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.detail()).isEqualTo(detail);
  }

  @Test
  void an_id_that_is_none_is_refused() {
    ApiCaller.Answer answer = user.get("/oscap/strict/rhel-94/policy_customizations");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail())
        .isEqualTo("Invalid format for parameter policy: 'strict' is no uuid");
  }

  @Test
  void a_caller_whom_the_service_refuses_is_told_so() {
    service.server().refuse(403, "{}");

    ApiCaller.Answer answer = get("rhel-94");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.detail())
        .isEqualTo(
            "User is not authorized to get compliance data for given policy ID (" + POLICY + ")");
  }

  @Test
  void a_service_in_trouble_is_told_as_such() {
    service.server().refuse(502, "<html>");

    ApiCaller.Answer answer = get("rhel-94");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.detail()).startsWith("Unable to build customizations: ");
  }

  private ApiCaller.Answer get(String distribution) {
    return user.get("/oscap/" + POLICY + "/" + distribution + "/policy_customizations");
  }
}
