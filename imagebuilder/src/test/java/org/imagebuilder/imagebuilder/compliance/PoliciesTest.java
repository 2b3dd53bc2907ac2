package org.imagebuilder.imagebuilder.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.imagebuilder.imagebuilder.compliance.PolicyLintTest.json;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ComplianceResource;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.FakeCompliance;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.identity.Identity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(ComposerResource.class)
@WithTestResource(ComplianceResource.class)
class PoliciesTest {
  private static final Identity CALLER =
      new Identity("org", "42", "User", "", "", true, "aGVhZGVy");
  private static final Identity NOT_ENTITLED =
      new Identity("org", "42", "User", "", "", false, "aGVhZGVy");
  private static final UUID POLICY = UUID.fromString("8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1");
  private static final String AIDE = "[[packages]]\nname = \"aide\"\n";
  private static final String FAILED =
      "the compliance service gave no usable answer, try again later";

  @SuppressWarnings("NullAway.Init")
  FakeCompliance service;

  @Inject Policies policies;
  @Inject CircuitBreakerMaintenance breakers;

  @BeforeEach
  void calm() {
    service.reset();
    breakers.resetAll();
    service.policy(POLICY, "hipaa", 9);
  }

  @Test
  void a_saved_blueprint_remembers_what_its_policy_asked_for() {
    service.takesTailorings(POLICY, AIDE);

    ObjectNode snapshot = get(policies.snapshot(blueprint("rhel-94"), CALLER)).orElseThrow();

    assertThat(snapshot)
        .isEqualTo(
            json(
                """
                {"compliance":{"policy_id":"%s","policy_customizations":{"packages":["aide"]}}}
                """
                    .formatted(POLICY)));
    assertThat(service.knows(POLICY, 4)).isTrue();
  }

  @Test
  void an_alias_stands_for_the_newest_minor_release() {
    service.takesTailorings(POLICY, AIDE);

    get(policies.snapshot(blueprint("rhel-9"), CALLER));

    assertThat(service.knows(POLICY, 8)).isTrue();
  }

  @Test
  void of_a_profile_only_its_name_is_remembered() {
    ObjectNode body =
        (ObjectNode)
            json(
                """
                {"distribution":"rhel-94","customizations":{"packages":["vim"],
                 "openscap":{"profile_id":"p","profile_name":"P"}}}
                """);

    ObjectNode snapshot = get(policies.snapshot(body, CALLER)).orElseThrow();

    assertThat(snapshot)
        .isEqualTo(
            json(
                """
                {"compliance":{"policy_id":"00000000-0000-0000-0000-000000000000",
                 "policy_customizations":{"openscap":{"profile_id":"p","profile_name":"P"}}}}
                """));
    assertThat(service.server().calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"distribution\":\"rhel-94\",\"customizations\":{}}",
        "{\"distribution\":\"rhel-94\"}",
        "{\"bootc\":{\"reference\":\"r\"},\"customizations\":{\"openscap\":{\"policy_id\":\"x\"}}}"
      })
  void without_a_policy_or_a_distribution_nothing_is_remembered(String body) {
    assertThat(get(policies.snapshot((ObjectNode) json(body), CALLER))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "centos-9|VERSION_UNKNOWN: unable to get major and minor version for distribution",
        "rhel-94|COMPLIANCE_TAILORING_MISSING: Compliance policy (8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1) does not have tailoring for RHEL 9, minor version 4",
        "rhel-84000|DISTRIBUTION_UNAVAILABLE: distribution not available"
      })
  void a_policy_that_does_not_fit_is_refused_when_the_blueprint_is_saved(
      String distribution, String told) {
    assertThatThrownBy(() -> get(policies.snapshot(blueprint(distribution), CALLER)))
        .hasMessage(told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "00000000-0000-0000-0000-000000000000", "1-1-1-1-1", ""})
  void a_policy_id_that_is_none_is_refused_by_the_name_of_its_member(String id) {
    ObjectNode body = blueprint("rhel-94");
    ((ObjectNode) body.at("/customizations/openscap")).put("policy_id", id);

    assertThatThrownBy(() -> get(policies.snapshot(body, CALLER)))
        .hasMessageStartingWith("CUSTOMIZATION_INVALID: customizations.openscap.policy_id: ");
  }

  @Test
  void without_the_service_nothing_is_saved() {
    service.server().refuse(503, "{}");

    assertThatThrownBy(() -> get(policies.snapshot(blueprint("rhel-94"), CALLER)))
        .hasMessage("SNAPSHOT_FAILED: Failed to build compliance snapshots");
  }

  @Test
  void a_blueprint_is_compared_with_its_policy_and_with_what_that_was() {
    service.tailoring(POLICY, 4, "", AIDE);
    ObjectNode stored = PolicySnapshot.of(POLICY, (ObjectNode) json("{\"packages\":[\"audit\"]}"));

    Findings findings = get(policies.lint(blueprint("rhel-94"), stored, CALLER));

    assertThat(findings.errors()).containsExactly("package aide required by policy is not present");
    assertThat(findings.warnings())
        .containsExactly("package audit is no longer required by policy");
  }

  @Test
  void a_snapshot_of_another_policy_is_not_compared() {
    service.tailoring(POLICY, 4, "", AIDE);
    ObjectNode stored =
        PolicySnapshot.of(UUID.randomUUID(), (ObjectNode) json("{\"packages\":[\"audit\"]}"));

    assertThat(get(policies.lint(blueprint("rhel-94"), stored, CALLER)).warnings()).isEmpty();
  }

  @Test
  void reading_a_blueprint_makes_no_tailoring() {
    service.takesTailorings(POLICY, AIDE);

    Findings findings = lint(blueprint("rhel-94"), CALLER);

    assertThat(findings)
        .isEqualTo(
            Findings.error(
                "Compliance policy does not have a definition for the latest minor version"));
    assertThat(service.knows(POLICY, 4)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"503,''", "418,''"})
  void a_blueprint_stays_readable_while_its_policy_cannot_be_checked(int status, String ending) {
    service.answer(ending, status, "{}");

    assertThat(lint(blueprint("rhel-94"), CALLER))
        .isEqualTo(Findings.warning("the policy could not be checked: " + FAILED));
  }

  @Test
  void a_blueprint_stays_readable_for_those_who_may_not_see_its_policy() {
    service.server().refuse(403, "{}");

    assertThat(lint(blueprint("rhel-94"), CALLER).warnings())
        .containsExactly(
            "the policy could not be checked: User is not authorized to get compliance data for"
                + " given policy ID ("
                + POLICY
                + ")");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "centos-9|unable to get major and minor version for distribution",
        "rhel-84000|distribution not available"
      })
  void a_blueprint_whose_distribution_has_no_policies_says_so(String distribution, String told) {
    assertThat(lint(blueprint(distribution), CALLER)).isEqualTo(Findings.error(told));
  }

  @Test
  void a_distribution_that_the_caller_lost_is_a_finding() {
    assertThat(lint(blueprint("rhel-94"), NOT_ENTITLED))
        .isEqualTo(Findings.error("distribution not available"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"distribution\":\"rhel-94\",\"customizations\":{\"openscap\":{\"profile_id\":\"p\"}}}",
        "{\"distribution\":\"rhel-94\",\"customizations\":{\"openscap\":{\"policy_id\":\"p\"}}}",
        "{\"customizations\":{\"openscap\":{\"policy_id\":\"8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1\"}}}",
        "{\"distribution\":\"rhel-94\"}"
      })
  void what_has_no_policy_has_no_findings(String body) {
    assertThat(lint((ObjectNode) json(body), CALLER)).isEqualTo(Findings.none());
  }

  @Test
  void a_fixup_adds_what_the_policy_asks_for_and_learns_of_the_release() {
    service.takesTailorings(POLICY, AIDE);

    ObjectNode mended = get(policies.mended(blueprint("rhel-94"), CALLER));

    assertThat(mended.path("packages")).isEqualTo(json("[\"vim\",\"aide\"]"));
    assertThat(mended.path("openscap"))
        .isEqualTo(blueprint("rhel-94").at("/customizations/openscap"));
  }

  @Test
  void a_fixup_without_a_policy_changes_nothing() {
    ObjectNode body =
        (ObjectNode) json("{\"distribution\":\"rhel-94\",\"customizations\":{\"hostname\":\"a\"}}");

    assertThat(get(policies.mended(body, CALLER))).isEqualTo(body.path("customizations"));
  }

  @Test
  void a_fixup_needs_a_distribution() {
    ObjectNode body = blueprint("rhel-94").without("distribution");

    assertThatThrownBy(() -> get(policies.mended(body, CALLER)))
        .hasMessageEndingWith(
            ": fixing up blueprints is only available for package mode blueprints");
  }

  @Test
  void a_fixup_needs_a_tailoring() {
    assertThatThrownBy(() -> get(policies.mended(blueprint("rhel-94"), CALLER)))
        .hasMessage("TAILORING_UNKNOWN: tailorings for a policy not found");
  }

  @Test
  void a_fixup_needs_the_service() {
    service.server().refuse(500, "{}");

    assertThatThrownBy(() -> get(policies.mended(blueprint("rhel-94"), CALLER)))
        .hasMessage("FIXUP_SNAPSHOT_FAILED: Failed to build compliance snapshots during fixup");
  }

  private Findings lint(ObjectNode blueprint, Identity caller) {
    return get(policies.lint(blueprint, MissingNode.getInstance(), caller));
  }

  private static ObjectNode blueprint(String distribution) {
    return (ObjectNode)
        json(
            """
            {"distribution":"%s",
             "customizations":{"packages":["vim"],"openscap":{"policy_id":"%s"}}}
            """
                .formatted(distribution, POLICY));
  }

  private static <T> T get(Uni<T> answer) {
    return answer.await().atMost(Duration.ofSeconds(20));
  }
}
