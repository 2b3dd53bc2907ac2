package org.imagebuilder.imagebuilder.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ComplianceResource;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.FakeCompliance;
import org.imagebuilder.imagebuilder.doubles.FakeUnleash;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.UnleashResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(ComposerResource.class)
@WithTestResource(ComplianceResource.class)
@WithTestResource(UnleashResource.class)
class UnleashRefresherTest {
  private static final Feature FEATURE = Feature.COMPLIANCE_POLICIES;

  @SuppressWarnings("NullAway.Init")
  FakeUnleash unleash;

  @SuppressWarnings("NullAway.Init")
  FakeCompliance compliance;

  private final ApiCaller user = ApiCaller.of("org-" + UUID.randomUUID());

  @Inject UnleashRefresher refresher;
  @Inject Features features;

  @BeforeEach
  void forget() {
    features.learn(Map.of());
  }

  @Test
  void before_the_first_answer_the_configuration_counts() {
    assertThat(features.isOn(FEATURE)).isTrue();
  }

  @Test
  void a_flag_that_is_off_refuses_what_needs_it() {
    unleash.flag(FEATURE.flag(), false);

    refresh();

    assertThat(unleash.faults()).isEmpty();
    assertThatThrownBy(() -> features.require(FEATURE))
        .hasMessageEndingWith(": Feature image-builder.compliance-policies.enabled not enabled");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"500|{}", "401|{}", "200|<html>", "200|[]", "200|{\"features\":7}"})
  void while_no_good_answer_comes_the_last_one_counts(int status, String body) {
    unleash.flag(FEATURE.flag(), false);
    refresh();
    unleash.answer(status, body);

    refresh();

    assertThat(features.isOn(FEATURE)).isFalse();
  }

  @Test
  void a_flag_that_the_server_does_not_know_is_as_configured() {
    unleash.flag(FEATURE.flag(), false);
    refresh();
    unleash.flag("another", false);

    refresh();

    assertThat(features.isOn(FEATURE)).isTrue();
  }

  @Test
  void while_policies_are_off_only_composes_are_refused() {
    UUID policy = UUID.randomUUID();
    compliance.policy(policy, "hipaa", 9);
    compliance.takesTailorings(policy, "");
    unleash.flag(FEATURE.flag(), false);
    refresh();

    ApiCaller.Answer compose = user.compose(request(policy));
    ApiCaller.Answer blueprint = user.post("/blueprints", request(policy).put("name", "policy"));

    assertThat(compose.status()).isEqualTo(400);
    assertThat(compose.detail())
        .isEqualTo("Feature image-builder.compliance-policies.enabled not enabled");
    assertThat(blueprint.status()).as(blueprint.text()).isEqualTo(201);
  }

  private static ObjectNode request(UUID policy) {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("distribution", "rhel-94");
    ObjectNode image = request.putArray("image_requests").addObject();
    image.put("architecture", "x86_64").put("image_type", "guest-image");
    image.putObject("upload_request").put("type", "aws.s3").putObject("options");
    request.putObject("customizations").putObject("openscap").put("policy_id", policy.toString());
    return request;
  }

  private void refresh() {
    refresher.refresh().await().atMost(Duration.ofSeconds(20));
  }
}
