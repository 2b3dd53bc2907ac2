package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.imagebuilder.composer.errors.ApiException;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.OsbuildJob;
import org.imagebuilder.composer.jobs.RpmManifestJob;
import org.imagebuilder.composer.jobs.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images from bootable containers. */
class BootcPlanTest {
  @Test
  void a_container_becomes_an_image_in_two_jobs() {
    JobPlan plan = Planning.plan(aBootcCompose());

    assertThat(plan.jobs())
        .extracting(JobPlan.PlannedJob::queueType)
        .containsExactly("rpm-manifest", "osbuild:x86_64");
    RpmManifestJob manifest = (RpmManifestJob) plan.jobs().getFirst().args();
    assertThat(manifest.distribution()).isNull();
    assertThat(manifest.imageType()).isEqualTo("qcow2");
    assertThat(manifest.exportName()).isEqualTo("qcow2");
    assertThat(manifest.repositories()).isEmpty();
    assertThat(manifest.withSbom()).isFalse();
    assertThat(Planning.json(manifest).path("bootc"))
        .isEqualTo(
            ComposeRequests.tree(
                """
                {"reference": "registry.example.com/os:1", "no_default_kernel_args": false}
                """));
  }

  @Test
  void an_installer_is_told_what_it_installs() {
    RpmManifestJob manifest =
        Planning.rpm(
            aBootcCompose()
                .with("image_request.image_type", "\"bootable-container-iso\"")
                .with("bootc.build_reference", "\"registry.example.com/tools:1\"")
                .with("bootc.iso_payload_reference", "\"registry.example.com/payload:1\""));

    JsonNode bootc = Planning.json(manifest).path("bootc");
    assertThat(bootc.path("build_reference").asText()).isEqualTo("registry.example.com/tools:1");
    assertThat(bootc.path("iso_payload_reference").asText())
        .isEqualTo("registry.example.com/payload:1");
    assertThat(manifest.exportName()).isEqualTo("bootiso");
  }

  @ParameterizedTest
  @CsvSource({"amd64, x86_64", "arm64, aarch64", "riscv64, riscv64", "s390x, s390x"})
  void architectures_may_be_named_as_containers_name_them(String asked, String meant) {
    JobPlan plan =
        Planning.plan(aBootcCompose().with("image_request.architecture", "\"" + asked + "\""));

    assertThat(((RpmManifestJob) plan.jobs().getFirst().args()).architecture()).isEqualTo(meant);
    assertThat(plan.jobs().getLast().queueType()).isEqualTo("osbuild:" + meant);
  }

  @ParameterizedTest
  @CsvSource({
    "aws, ami, image, disk.raw",
    "azure, vhd, vpc, disk.vhd",
    "gcp, gce, gce, image.tar.gz",
    "oci, oci, qcow2, disk.qcow2",
    "pxe-tar-xz, pxe-tar-xz, xz, pxe.tar.xz",
    "vsphere, vmdk, vmdk, disk.vmdk",
    "vsphere-ova, ova, archive, image.ova",
  })
  void each_image_type_has_its_export_and_file(
      String asked, String type, String export, String file) {
    JobPlan plan =
        Planning.plan(
            aBootcCompose()
                .with("image_request.image_type", "\"" + asked + "\"")
                .without("image_request.upload_options")
                .with("image_request.upload_targets", "[" + upload(asked) + "]"));

    assertThat(((RpmManifestJob) plan.jobs().getFirst().args()).imageType()).isEqualTo(type);
    Target target = ((OsbuildJob) plan.jobs().getLast().args()).targets().getFirst();
    assertThat(target.osbuildArtifact().exportName()).isEqualTo(export);
    assertThat(target.osbuildArtifact().exportFilename()).isEqualTo(file);
  }

  @Test
  void uploads_keep_the_order_of_the_request() {
    JobPlan plan =
        Planning.plan(
            aBootcCompose()
                .with(
                    "image_request.upload_targets",
                    """
                    [{"type": "local", "upload_options": {}},
                     {"type": "aws.s3", "upload_options": {"region": "eu-north-1"}}]
                    """));

    JsonNode targets = Planning.json(plan.jobs().getLast().args()).path("targets");
    assertThat(targets.findValuesAsText("name"))
        .containsExactly("org.osbuild.worker.server", "org.osbuild.aws.s3", "org.osbuild.aws.s3");
    assertThat(targets.at("/1/options/region").asText()).isEqualTo("eu-north-1");
  }

  @Test
  void workers_that_only_know_the_older_manifests_cannot_make_it() {
    JobPlan plan = Planning.plan(aBootcCompose(), true);

    assertThat(plan.jobs().getFirst().queueType()).isEqualTo("rpm-manifest");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          43   | distribution               | "centos-10"       | distribution
          42   | koji                       | {"server": "https://k.example.com", "task_id": 1, "name": "n", "version": "1", "release": "1"} | koji
          25   | image_requests             | []                | image request
          42   | bootc.reference            | "--privileged"    | bootc.reference
          42   | bootc.build_reference      | "a b"             | bootc.build_reference
          35   | customizations.packages    | ["vim"]           | customizations.packages
          35   | customizations.hostname    | "web-1"           | customizations.hostname
          35   | customizations.disk        | {"partitions": [{"mountpoint": "/x", "fs_type": "ext4", "minsize": "big"}]} | minsize
          5    | image_request.architecture | "vax"             | image_request.architecture
          6    | image_request.image_type   | "minimal-raw"     | image_request.image_type
          6    | image_request.image_type   | "edge-commit"     | image_request.image_type
          46   | bootc.iso_payload_reference | "registry.example.com/p:1" | bootc.iso_payload_reference
          1004 | image_request.upload_options | {}              | upload_options.region
          38   | image_request.upload_targets | [{"type": "gcp", "upload_options": {"region": "r"}}] | upload_targets[0].type
          """)
  void a_mistake_is_refused_with_its_number_and_place(
      int number, String path, String json, String named) {
    ApiException refused = Planning.refusal(aBootcCompose().with(path, json));

    assertThat(refused).isNotNull();
    assertThat(refused.code().number()).as(refused.details()).isEqualTo(number);
    assertThat(refused.code().status()).isEqualTo(400);
    assertThat(refused.details()).contains(named);
  }

  @Test
  void an_image_that_goes_nowhere_is_refused() {
    ApiException refused =
        Planning.refusal(aBootcCompose().without("image_request.upload_options"));

    assertThat(refused.code().number()).isEqualTo(1004);
  }

  @Test
  void neither_distribution_nor_container_is_refused() {
    assertThat(Planning.refusal(aBootcCompose().without("bootc")).code().number()).isEqualTo(44);
  }

  @Test
  void an_image_type_for_containers_needs_one() {
    ApiException refused =
        Planning.refusal(
            ComposeRequests.aCentosCompose()
                .with("image_request.image_type", "\"bootable-container-iso\""));

    assertThat(refused.code().number()).isEqualTo(47);
  }

  private static String upload(String imageType) {
    return switch (imageType) {
      case "gcp" -> "{\"type\": \"gcp\", \"upload_options\": {\"region\": \"r\"}}";
      default -> "{\"type\": \"local\", \"upload_options\": {}}";
    };
  }

  private static ComposeRequests aBootcCompose() {
    return ComposeRequests.of(
        """
        {"bootc": {"reference": "registry.example.com/os:1"},
         "image_request": {"architecture": "x86_64", "image_type": "guest-image",
           "repositories": [], "upload_options": {"region": "eu-west-1"}}}
        """);
  }
}
