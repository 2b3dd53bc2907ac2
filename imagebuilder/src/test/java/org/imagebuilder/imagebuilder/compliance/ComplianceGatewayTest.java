package org.imagebuilder.imagebuilder.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.imagebuilder.imagebuilder.distributions.RhelVersion;
import org.imagebuilder.imagebuilder.doubles.ComplianceResource;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.FakeCompliance;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.StandIn;
import org.imagebuilder.imagebuilder.doubles.StandIn.Mood;
import org.imagebuilder.imagebuilder.identity.Identity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(ComposerResource.class)
@WithTestResource(ComplianceResource.class)
class ComplianceGatewayTest {
  private static final Identity CALLER =
      new Identity("org", "42", "User", "", "", true, "aGVhZGVy");
  private static final UUID POLICY = UUID.fromString("8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1");
  private static final RhelVersion RHEL_94 = new RhelVersion(9, 4);
  private static final String PROFILE = "xccdf_org.ssgproject.content_profile_hipaa";

  @SuppressWarnings("NullAway.Init")
  FakeCompliance service;

  @Inject ComplianceGateway gateway;
  @Inject CircuitBreakerMaintenance breakers;

  @BeforeEach
  void calm() {
    service.reset();
    breakers.resetAll();
    service.policy(POLICY, PROFILE, 9);
  }

  @Test
  void a_policy_has_its_profile_and_its_tailoring() {
    service.tailoring(POLICY, 4, "{\"profiles\": []}", "");

    TailoredPolicy policy = get(gateway.tailored(POLICY, RHEL_94, CALLER));

    assertThat(policy)
        .isEqualTo(new TailoredPolicy(POLICY, PROFILE, Optional.of("{\"profiles\": []}")));
    assertThat(service.server().calls())
        .extracting(StandIn.Call::identity)
        .containsOnly("aGVhZGVy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "{}"})
  void an_empty_tailoring_is_none(String file) {
    service.tailoring(POLICY, 4, file, "");

    assertThat(get(gateway.tailored(POLICY, RHEL_94, CALLER)).tailoring()).isEmpty();
  }

  @Test
  void a_policy_that_does_not_exist_is_the_callers_mistake() {
    UUID unknown = UUID.randomUUID();

    assertThatThrownBy(() -> get(gateway.tailored(unknown, RHEL_94, CALLER)))
        .hasMessageEndingWith(": Compliance policy (" + unknown + ") does not exist");
  }

  @Test
  void a_policy_for_another_major_is_the_callers_mistake() {
    assertThatThrownBy(() -> get(gateway.tailored(POLICY, new RhelVersion(8, 4), CALLER)))
        .hasMessageEndingWith(
            ": Compliance policy (" + POLICY + ") does not support requested major version 8");
  }

  @Test
  void a_policy_without_the_minor_release_is_the_callers_mistake() {
    assertThatThrownBy(() -> get(gateway.tailored(POLICY, RHEL_94, CALLER)))
        .hasMessageEndingWith(
            ": Compliance policy ("
                + POLICY
                + ") does not have tailoring for RHEL 9, minor version 4");
  }

  @ParameterizedTest
  @CsvSource({"401,''", "403,tailoring_file.json"})
  void a_caller_without_the_right_is_told_so(int status, String ending) {
    service.answer(ending, status, "{\"errors\":[\"no\"]}");

    assertThatThrownBy(() -> get(gateway.tailored(POLICY, RHEL_94, CALLER)))
        .hasMessageEndingWith(
            ": User is not authorized to get compliance data for given policy ID (" + POLICY + ")");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|200|<html>",
        "|200|{\"data\":{}}",
        "|200|{\"data\":{\"ref_id\":\"x\"}}",
        "|200|{\"data\":{\"ref_id\":\"x\",\"os_major_version\":\"nine\"}}",
        "|418|{}",
        "tailoring_file.json|200|<html>",
        "tailoring_file.json|200|[]",
        "tailoring_file.json|302|{}",
        "tailoring_file.json|502|{}"
      })
  void an_answer_that_makes_no_sense_is_told_as_such(String ending, int status, String body) {
    service.answer(ending == null ? POLICY.toString() : ending, status, body);

    assertThatThrownBy(() -> get(gateway.tailored(POLICY, RHEL_94, CALLER)))
        .hasMessageContaining("COMPLIANCE_FAILED: Unable to build customizations: ");
  }

  @Test
  void what_a_policy_asks_for_is_read_out_of_its_blueprint() {
    service.tailoring(POLICY, 4, "", "[[packages]]\nname = \"aide\"\n");

    Optional<ObjectNode> required = get(gateway.required(POLICY, 4, false, CALLER));

    assertThat(required.orElseThrow().toString()).isEqualTo("{\"packages\":[\"aide\"]}");
  }

  @Test
  void a_policy_learns_of_a_minor_release_when_that_is_wanted() {
    service.takesTailorings(POLICY, "[[packages]]\nname = \"aide\"\n");

    Optional<ObjectNode> required = get(gateway.required(POLICY, 4, true, CALLER));

    assertThat(required.orElseThrow().toString()).isEqualTo("{\"packages\":[\"aide\"]}");
    assertThat(service.knows(POLICY, 4)).isTrue();
  }

  @Test
  void who_only_reads_leaves_no_tailoring_behind() {
    service.takesTailorings(POLICY, "[[packages]]\nname = \"aide\"\n");

    Optional<ObjectNode> required = get(gateway.required(POLICY, 4, false, CALLER));

    assertThat(required).isEmpty();
    assertThat(service.knows(POLICY, 4)).isFalse();
  }

  @Test
  void a_policy_that_takes_no_tailoring_asks_for_nothing() {
    assertThat(get(gateway.required(POLICY, 4, true, CALLER))).isEmpty();
  }

  @Test
  void a_policy_that_does_not_exist_asks_for_nothing() {
    assertThat(get(gateway.required(UUID.randomUUID(), 4, true, CALLER))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/tailorings|200|<html>",
        "/tailorings|200|{}",
        "/tailorings|418|{\"data\":[]}",
        "/tailorings|500|{}",
        "tailoring_file.toml|200|<html>",
        "tailoring_file.toml|500|{}"
      })
  void requirements_that_make_no_sense_are_told_as_such(String ending, int status, String body) {
    service.tailoring(POLICY, 4, "", "");
    service.answer(ending, status, body);

    assertThatThrownBy(() -> get(gateway.required(POLICY, 4, true, CALLER)))
        .hasMessageContaining("COMPLIANCE_FAILED");
  }

  @Test
  void a_creation_that_fails_is_not_tried_again() {
    service.answer("/tailorings", 200, "{\"data\":[]}");
    service.answer("tailoring_file.toml", 404, "{}");

    assertThat(get(gateway.required(POLICY, 4, true, CALLER))).isEmpty();
    assertThat(service.server().calls()).extracting(StandIn.Call::method).containsOnlyOnce("POST");
  }

  @ParameterizedTest
  @EnumSource(names = {"HANGS", "HANGS_UP", "TALKS_RUBBISH", "RAMBLES"})
  void a_service_in_trouble_ends_as_an_error_of_the_catalogue(Mood mood) {
    service.server().mood(mood);

    assertThatThrownBy(() -> get(gateway.required(POLICY, 4, true, CALLER)))
        .hasMessageContaining("COMPLIANCE_FAILED");
  }

  @Test
  void an_outage_is_asked_again_once() {
    service.server().refuse(503, "{}");

    assertThatThrownBy(() -> get(gateway.tailored(POLICY, RHEL_94, CALLER)))
        .hasMessageContaining("COMPLIANCE_FAILED");
    assertThat(service.server().calls()).hasSize(2);
  }

  @Test
  void a_service_that_always_fails_is_left_alone_for_a_while() {
    service.server().refuse(500, "{}");
    IntStream.range(0, 15)
        .forEach(
            each ->
                assertThatThrownBy(() -> get(gateway.tailored(POLICY, RHEL_94, CALLER)))
                    .hasMessageContaining("COMPLIANCE_FAILED"));

    assertThat(service.server().calls()).hasSize(20);
  }

  private static <T> T get(Uni<T> answer) {
    return answer.await().atMost(Duration.ofSeconds(20));
  }
}
