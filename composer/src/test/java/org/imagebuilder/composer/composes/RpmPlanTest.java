package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import org.imagebuilder.composer.errors.ApiException;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.ImageBuilderManifestJob;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.OsbuildJob;
import org.imagebuilder.composer.jobs.RpmManifestJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the jobs of an image of an RPM distribution are told. */
class RpmPlanTest {
  @ParameterizedTest
  @ValueSource(strings = {"files", "directories"})
  void members_that_the_contract_does_not_know_do_not_reach_the_tools(String list) {
    // image-builder would put the file of the builder into the image.
    RpmManifestJob args =
        Planning.rpm(
            ComposeRequests.aCentosCompose()
                .with(
                    "customizations." + list,
                    "[{\"path\": \"/etc/web\", \"uri\": \"file:///etc/shadow\"}]"));

    JsonNode sent = Planning.json(args).at("/blueprint/customizations/" + list + "/0");
    assertThat(sent.path("path").asText()).isEqualTo("/etc/web");
    assertThat(sent.has("uri")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          image_request.repositories | [{"baseurl": "file:///etc/"}]
          image_request.repositories | [{"mirrorlist": "file:///etc/passwd"}]
          image_request.repositories | [{"metalink": "-x"}]
          customizations.payload_repositories | [{"baseurl": "https://example.com/ x"}]
          """)
  void a_repository_that_is_not_on_a_server_is_refused(String member, String repositories) {
    ComposeRequests request = ComposeRequests.aCentosCompose().with(member, repositories);

    ApiException refused = catchThrowableOfType(ApiException.class, () -> Planning.plan(request));

    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REPOSITORY);
  }

  @Test
  void signatures_of_metadata_are_checked_where_that_is_asked_for() {
    RpmManifestJob manifest =
        Planning.rpm(
            ComposeRequests.aCentosCompose()
                .with(
                    "image_request.repositories",
                    "[{\"baseurl\": \"https://a.example.com\"},"
                        + " {\"baseurl\": \"https://b.example.com\", \"check_repo_gpg\": true,"
                        + " \"gpgkey\": \"key\"}]"));

    JsonNode repositories = Planning.json(manifest).path("repositories");
    assertThat(repositories.path(0).has("check_repo_gpg")).isFalse();
    assertThat(repositories.path(1).path("check_repo_gpg").asBoolean()).isTrue();
  }

  @Test
  void an_ostree_repository_that_is_not_on_a_server_is_refused() {
    ComposeRequests request =
        ComposeRequests.aCentosCompose()
            .with("image_request.ostree", "{\"url\": \"file:///srv/repo\"}");

    ApiException refused = catchThrowableOfType(ApiException.class, () -> Planning.plan(request));

    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_OSTREE_PARAMS);
  }

  @Test
  void an_rpm_image_is_a_manifest_and_a_build() {
    JobPlan plan = Planning.plan(ComposeRequests.aCentosCompose());

    assertThat(plan.jobs())
        .extracting(JobPlan.PlannedJob::queueType)
        .containsExactly("rpm-manifest", "osbuild:x86_64");
    RpmManifestJob manifest = (RpmManifestJob) plan.jobs().getFirst().args();
    assertThat(manifest.distribution()).isEqualTo("centos-9");
    assertThat(manifest.imageType()).isEqualTo("qcow2");
    assertThat(manifest.exportName()).isEqualTo("qcow2");
    assertThat(manifest.repositories())
        .isNotEmpty()
        .allSatisfy(repository -> assertThat(repository.gpgkeys()).isNotEmpty());
    OsbuildJob build = (OsbuildJob) plan.jobs().getLast().args();
    assertThat(build.manifestDynArgsIdx()).isZero();
    assertThat(build.imageBootMode()).isEqualTo("hybrid");
  }

  @Test
  void the_names_of_fedora_are_reached_by_alias() {
    RpmManifestJob manifest =
        Planning.rpm(ComposeRequests.aCentosCompose().with("distribution", "\"fedora-43\""));

    assertThat(manifest.distribution()).isEqualTo("fedora-43");
    assertThat(manifest.imageType()).isEqualTo("generic-qcow2");
  }

  @Test
  void an_alias_is_passed_on_as_the_canonical_name() {
    RpmManifestJob manifest =
        Planning.rpm(ComposeRequests.aCentosCompose().with("distribution", "\"rhel-9\""));

    assertThat(manifest.distribution()).isEqualTo("rhel-9.9");
  }

  @Test
  void customizations_are_written_as_blueprint_files_have_them() {
    RpmManifestJob manifest =
        Planning.rpm(
            ComposeRequests.aCentosCompose()
                .with("customizations.packages", "[\"vim\"]")
                .with("customizations.users", "[{\"name\": \"ops\", \"groups\": [\"wheel\"]}]")
                .with(
                    "customizations.filesystem",
                    "[{\"mountpoint\": \"/var\", \"min_size\": 2147483648}]")
                .with("customizations.fips", "{\"enabled\": true}")
                .with(
                    "customizations.custom_repositories",
                    "[{\"id\": \"int\", \"baseurl\": [\"https://r.example.com\"], \"check_gpg\": false}]")
                .with(
                    "customizations.payload_repositories",
                    "[{\"baseurl\": \"https://r.example.com/extra\"}]"));

    assertThat(manifest.blueprint())
        .isEqualTo(
            ComposeRequests.tree(
                """
                {"name": "empty blueprint", "version": "0.0.0", "packages": [{"name": "vim"}],
                 "modules": [], "enabled_modules": [], "groups": [],
                 "customizations": {
                   "user": [{"name": "ops", "groups": ["wheel"]}],
                   "filesystem": [{"mountpoint": "/var", "minsize": 2147483648}],
                   "repositories": [{"id": "int", "baseurls": ["https://r.example.com"],
                     "gpgcheck": false}],
                   "fips": true}}
                """));
    assertThat(manifest.repositories().getLast().packageSets()).containsExactly("blueprint");
  }

  @Test
  void a_blueprint_is_taken_as_well() {
    RpmManifestJob manifest =
        Planning.rpm(
            ComposeRequests.aCentosCompose()
                .with(
                    "blueprint",
                    """
                    {"name": "web", "version": "1.0.2", "packages": [{"name": "httpd", "version": "2.4.*"}],
                     "customizations": {"hostname": "web-1",
                       "filesystem": [{"mountpoint": "/var", "minsize": "2 GiB"}]}}
                    """));

    assertThat(Planning.json(manifest).path("blueprint").path("name").asText()).isEqualTo("web");
    assertThat(
            Planning.json(manifest).at("/blueprint/customizations/filesystem/0/minsize").asLong())
        .isEqualTo(2147483648L);
    assertThat(Planning.json(manifest).at("/blueprint/customizations/hostname").asText())
        .isEqualTo("web-1");
  }

  @Test
  void workers_that_only_know_the_older_type_get_it() {
    JobPlan plan = Planning.plan(ComposeRequests.aCentosCompose(), true);

    assertThat(plan.jobs().getFirst().type()).isEqualTo(JobType.IMAGE_BUILDER_MANIFEST);
    ImageBuilderManifestJob args = (ImageBuilderManifestJob) plan.jobs().getFirst().args();
    assertThat(args.args().distro()).isEqualTo("centos-9");
    assertThat(args.args().repositories()).isNotEmpty();
  }

  @Test
  void bytes_that_are_no_text_are_refused_before_anything_is_built() {
    ApiException refused =
        Planning.refusal(
            ComposeRequests.aCentosCompose()
                .with(
                    "customizations.files",
                    "[{\"path\": \"/etc/k\", \"data\": \"AP8QIA==\", \"data_encoding\": \"base64\"}]"));

    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_CUSTOMIZATION);
    assertThat(refused.details()).contains("customizations.files[0].data");
  }

  @Test
  void a_size_needs_the_newer_type_whoever_is_there() {
    JobPlan plan =
        Planning.plan(
            ComposeRequests.aCentosCompose().with("image_request.size", "10737418240"), true);

    assertThat(plan.jobs().getFirst().type()).isEqualTo(JobType.RPM_MANIFEST);
  }
}
