package org.imagebuilder.imagebuilder.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ComplianceResource;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.FakeCompliance;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
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
class PolicyComposeTest {
  private static final UUID POLICY = UUID.fromString("8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1");
  private static final String PROFILE = "xccdf_org.ssgproject.content_profile_hipaa";
  private static final String TAILORING = "{\n \"profiles\": [{\"id\": \"hipaa\"}]}\n";

  private final ApiCaller user = ApiCaller.of("policy-compose-test");

  @SuppressWarnings("NullAway.Init")
  FakeCompliance service;

  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  @Inject CircuitBreakerMaintenance breakers;

  @BeforeEach
  void calm() {
    service.reset();
    composer.reset();
    breakers.resetAll();
    service.policy(POLICY, PROFILE, 9);
  }

  @Test
  void a_tailoring_travels_as_a_file_of_the_image() {
    service.tailoring(POLICY, 4, TAILORING, "");

    JsonNode sent = compose("rhel-94", POLICY.toString());

    assertThat(sent.path("openscap"))
        .isEqualTo(
            json(
                """
                {"profile_id":"%1$s","policy_id":"%2$s",
                 "json_tailoring":{"profile_id":"%1$s",
                                   "filepath":"/etc/osbuild/openscap-tailoring.json"}}
                """
                    .formatted(PROFILE, POLICY)));
    assertThat(sent.path("directories"))
        .isEqualTo(
            json(
                "[{\"path\":\"/etc/osbuild\"},{\"path\":\"/srv/mine\",\"ensure_parents\":false}]"));
    assertThat(sent.at("/files/0/path").asText()).isEqualTo("/etc/osbuild/openscap-tailoring.json");
    assertThat(sent.at("/files/0/data").asText()).isEqualTo(TAILORING);
    assertThat(sent.at("/files/1/path").asText()).isEqualTo("/srv/mine/file");
    assertThat(composer.violations()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{}"})
  void without_a_tailoring_the_profile_alone_hardens(String file) {
    service.tailoring(POLICY, 4, file, "");

    JsonNode sent = compose("rhel-94", POLICY.toString());

    assertThat(sent.path("openscap"))
        .isEqualTo(json("{\"profile_id\":\"%s\",\"policy_id\":\"%s\"}".formatted(PROFILE, POLICY)));
    assertThat(sent.path("directories")).hasSize(1);
    assertThat(sent.path("files")).hasSize(1);
  }

  @Test
  void an_alias_takes_the_tailoring_of_the_newest_minor_release() {
    service.tailoring(POLICY, 8, TAILORING, "");

    assertThat(compose("rhel-9", POLICY.toString()).at("/files/0/data").asText())
        .isEqualTo(TAILORING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rhel-94|8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1|400|Compliance policy (8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1) does not have tailoring for RHEL 9, minor version 4",
        "rhel-8|8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1|400|Compliance policy (8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1) does not support requested major version 8",
        "rhel-94|11111111-7a4f-4a27-9f2e-54f0f8f5a3b1|400|Compliance policy (11111111-7a4f-4a27-9f2e-54f0f8f5a3b1) does not exist",
        "rhel-94|00000000-0000-0000-0000-000000000000|400|customizations.openscap.policy_id: it is all zeros, give the id of a policy",
        "rhel-94|mine|400|customizations.openscap.policy_id: 'mine' is no uuid",
        "centos-9|8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1|400|unable to get major and minor version for distribution"
      })
  void a_policy_that_does_not_fit_is_refused(
      String distribution, String policy, int status, String detail) {
    ApiCaller.Answer answer = user.compose(request(distribution, policy));

    assertThat(answer.detail()).isEqualTo(detail);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(composer.posted()).isEmpty();
  }

  @Test
  void a_container_has_no_policies() {
    ObjectNode request = request("rhel-94", POLICY.toString());
    request.remove("distribution");
    request
        .putObject("bootc")
        .put(
            "reference",
            "quay.io/redhat-services-prod/insights-management-tenant/image-builder-bootc-foundry/rhel-10-qcow2:latest");

    ApiCaller.Answer answer = user.compose(request);

    assertThat(answer.detail())
        .isEqualTo("Compliance policies are available for package mode images only, not for bootc");
    assertThat(answer.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|403|User is not authorized to get compliance data for given policy ID (8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1)",
        "502|500|Unable to build customizations: the compliance service gave no usable answer, try again later"
      })
  void a_service_that_refuses_or_fails_is_told_and_nothing_is_built(
      int theirs, int ours, String detail) {
    service.server().refuse(theirs, "{}");

    ApiCaller.Answer answer = user.compose(request("rhel-94", POLICY.toString()));

    assertThat(answer.detail()).isEqualTo(detail);
    assertThat(answer.status()).isEqualTo(ours);
    assertThat(composer.posted()).isEmpty();
  }

  private JsonNode compose(String distribution, String policy) {
    ApiCaller.Answer answer = user.compose(request(distribution, policy));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return composer.posted().getFirst().request().path("customizations");
  }

  private static ObjectNode request(String distribution, String policy) {
    return (ObjectNode)
        json(
            """
            {"distribution":"%s",
             "image_requests":[{"architecture":"x86_64","image_type":"guest-image",
               "upload_request":{"type":"aws.s3","options":{}}}],
             "customizations":{"openscap":{"policy_id":"%s"},
               "directories":[{"path":"/srv/mine"}],
               "files":[{"path":"/srv/mine/file","data":"x"}]}}
            """
                .formatted(distribution, policy));
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
