package org.imagebuilder.imagebuilder.oscap;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class OscapResourceTest {
  private static final String STIG = "xccdf_org.ssgproject.content_profile_stig";

  private final ApiCaller user = ApiCaller.of("oscap-test");

  @Test
  void profiles_are_listed() {
    ApiCaller.Answer answer = user.get("/oscap/rhel-10/profiles");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json()).hasSize(14);
    assertThat(answer.json().get(0).asText())
        .isEqualTo("xccdf_org.ssgproject.content_profile_anssi_bp28_enhanced");
  }

  @Test
  void a_distribution_without_profiles_is_refused() {
    ApiCaller.Answer answer = user.get("/oscap/fedora-43/profiles");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail()).isEqualTo("no profile for the specified distribution");
  }

  @Test
  void an_unknown_distribution_is_refused() {
    ApiCaller.Answer answer = user.get("/oscap/rhel-7/profiles");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail()).startsWith("parameter \"distribution\" in path has an error: ");
  }

  @Test
  void customizations_of_a_profile_are_shown() {
    ApiCaller.Answer answer = user.get("/oscap/rhel-9/" + STIG + "/customizations");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/openscap/profile_id").asText()).isEqualTo(STIG);
    assertThat(answer.json().at("/services/enabled")).isNotEmpty();
  }

  @Test
  void an_unknown_profile_is_refused() {
    ApiCaller.Answer answer = user.get("/oscap/rhel-9/strict/customizations");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail()).startsWith("parameter \"profile\" in path has an error: ");
  }

  @Test
  void a_profile_of_other_distributions_is_refused() {
    ApiCaller.Answer answer =
        user.get("/oscap/rhel-9/xccdf_org.ssgproject.content_profile_standard/customizations");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail())
        .isEqualTo(
            "profile xccdf_org.ssgproject.content_profile_standard is not available for"
                + " distribution rhel-9");
  }

  @Test
  void without_a_compliance_service_there_are_no_policies() {
    ApiCaller.Answer answer =
        user.get("/oscap/8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1/rhel-9/policy_customizations");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail())
        .isEqualTo("Compliance policies need the compliance service, which is not configured here");
  }
}
