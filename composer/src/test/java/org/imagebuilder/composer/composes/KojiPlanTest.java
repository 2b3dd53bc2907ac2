package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.imagebuilder.composer.errors.ApiException;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.JobPlan.PlannedJob;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.OsbuildJob;
import org.imagebuilder.composer.jobs.RpmManifestJob;
import org.imagebuilder.composer.queue.NewInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How images get into Koji, job by job. */
class KojiPlanTest {
  private static final String X86 =
      """
      {"architecture": "x86_64", "image_type": "guest-image", "repositories": []}
      """;
  private static final String ARM =
      """
      {"architecture": "aarch64", "image_type": "guest-image", "repositories": []}
      """;

  @Test
  void two_images_are_reserved_made_and_imported() {
    JobPlan plan = Planning.plan(aKojiCompose(X86, ARM));

    assertThat(plan.jobs())
        .extracting(PlannedJob::queueType)
        .containsExactly(
            "koji-init",
            "rpm-manifest",
            "osbuild:x86_64",
            "rpm-manifest",
            "osbuild:aarch64",
            "koji-finalize");
    assertThat(plan.id()).isEqualTo(plan.jobs().getLast().id().value());
  }

  @Test
  void inputs_come_in_the_order_of_the_wire() {
    List<PlannedJob> jobs = Planning.plan(aKojiCompose(X86, ARM)).jobs();

    assertThat(jobs.get(1).inputs()).isEmpty();
    assertThat(jobs.get(2).inputs())
        .extracting(NewInput::job)
        .containsExactly(jobs.get(0).id(), jobs.get(1).id());
    assertThat(jobs.get(4).inputs())
        .extracting(NewInput::job)
        .containsExactly(jobs.get(0).id(), jobs.get(3).id());
    assertThat(jobs.get(5).inputs())
        .extracting(NewInput::job)
        .containsExactly(jobs.get(0).id(), jobs.get(2).id(), jobs.get(4).id());
  }

  @Test
  void the_manifest_is_the_second_input_and_no_package_list_is_promised() {
    OsbuildJob build = build(aKojiCompose(X86), 2);

    assertThat(build.manifestDynArgsIdx()).isEqualTo(1);
    assertThat(build.depsolveDynArgsIdx()).isNull();
  }

  @Test
  void koji_is_the_first_target_and_uploads_follow() {
    ComposeRequests request =
        aKojiCompose(
            """
            {"architecture": "x86_64", "image_type": "guest-image", "repositories": [],
             "upload_targets": [{"type": "local", "upload_options": {}}],
             "upload_options": {"region": "eu-west-1"}}
            """);

    JsonNode targets = Planning.json(build(request, 2)).path("targets");

    assertThat(targets.findValuesAsText("name"))
        .containsExactly("org.osbuild.koji", "org.osbuild.worker.server", "org.osbuild.aws.s3");
    assertThat(targets.at("/0/image_name").asText())
        .isEqualTo("guest-image-10-20260821.0.x86_64.qcow2");
    assertThat(targets.at("/0/options/server").asText())
        .isEqualTo("https://koji.example.com/kojihub");
    assertThat(targets.at("/0/options/upload_directory").asText())
        .startsWith("osbuild-cg/osbuild-composer-koji-");
    assertThat(targets.at("/0/options/filename").asText()).isEqualTo("disk.qcow2");
    assertThat(targets.at("/0/osbuild_artifact/export_name").asText()).isEqualTo("qcow2");
  }

  @Test
  void the_import_knows_the_files_and_where_they_lie() {
    List<PlannedJob> jobs = Planning.plan(aKojiCompose(X86, ARM)).jobs();

    JsonNode args = Planning.json(jobs.getLast().args());

    assertThat(args.path("koji_filenames"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "guest-image-10-20260821.0.x86_64.qcow2", "guest-image-10-20260821.0.aarch64.qcow2");
    assertThat(args.path("koji_directory"))
        .isEqualTo(Planning.json(jobs.get(2).args()).at("/targets/0/options/upload_directory"))
        .isEqualTo(Planning.json(jobs.get(4).args()).at("/targets/0/options/upload_directory"));
    assertThat(args.path("task_id").asLong()).isEqualTo(42);
    assertThat(args.path("start_time").asLong()).isEqualTo(Planning.NOW.getEpochSecond());
  }

  @Test
  void all_images_of_a_compose_have_one_seed() {
    List<PlannedJob> jobs = Planning.plan(aKojiCompose(X86, ARM)).jobs();

    assertThat(((RpmManifestJob) jobs.get(1).args()).seed())
        .isEqualTo(((RpmManifestJob) jobs.get(3).args()).seed())
        .isEqualTo(Planning.SEED);
  }

  @Test
  void an_extension_of_two_parts_is_kept_whole() {
    ComposeRequests request =
        aKojiCompose(
            """
            {"architecture": "x86_64", "image_type": "gcp", "repositories": []}
            """);

    assertThat(Planning.json(build(request, 2)).at("/targets/0/image_name").asText())
        .endsWith(".x86_64.tar.gz");
  }

  @Test
  void workers_that_only_know_the_older_manifests_get_them() {
    JobPlan plan = Planning.plan(aKojiCompose(X86), true);

    assertThat(plan.jobs().get(1).type()).isEqualTo(JobType.IMAGE_BUILDER_MANIFEST);
  }

  /** The first bad image refuses the whole. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          25 | image_requests        | []                       | at least one image
          40 | blueprint             | {"name": "b", "distro": "centos-9"} | blueprint.distro
          42 | koji.server           | "kojihub"                | koji.server
          42 | koji.version          | "1/2"                    | koji.version
          42 | koji.release          | ""                       | koji.release
          42 | distribution          | "debian-13"              | koji
          30 | koji.task_id          | -1                       | koji.task_id
          5  | image_requests        | [{"architecture": "x86_64", "image_type": "guest-image", "repositories": []}, {"architecture": "vax", "image_type": "guest-image", "repositories": []}] | image_requests[1].architecture
          42 | image_requests        | [{"architecture": "x86_64", "image_type": "guest-image", "repositories": []}, {"architecture": "x86_64", "image_type": "oci", "repositories": []}] | image_requests[1]
          """)
  void a_mistake_is_refused_and_not_answered_with_an_error_for_ever(
      int number, String path, String json, String named) {
    ApiException refused = Planning.refusal(aKojiCompose(X86).with(path, json));

    assertThat(refused).isNotNull();
    assertThat(refused.code().number()).as(refused.details()).isEqualTo(number);
    assertThat(refused.code().status()).isEqualTo(400);
    assertThat(refused.details()).contains(named);
  }

  @Test
  void several_images_are_only_for_koji() {
    ApiException refused = Planning.refusal(aKojiCompose(X86, ARM).without("koji"));

    assertThat(refused.code().number()).isEqualTo(25);
    assertThat(refused.details()).contains("got 2");
  }

  private static OsbuildJob build(ComposeRequests request, int place) {
    return (OsbuildJob) Planning.plan(request).jobs().get(place).args();
  }

  private static ComposeRequests aKojiCompose(String... images) {
    return ComposeRequests.of(
        """
        {"distribution": "centos-10",
         "koji": {"server": "https://koji.example.com/kojihub", "task_id": 42,
           "name": "guest-image", "version": "10", "release": "20260821.0"},
         "image_requests": [%s]}
        """
            .formatted(String.join(", ", images)));
  }
}
