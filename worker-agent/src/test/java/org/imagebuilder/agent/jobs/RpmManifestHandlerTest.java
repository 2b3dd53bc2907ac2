package org.imagebuilder.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.imagebuilder.agent.testing.Examples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RpmManifestHandlerTest {

  private final Path work;
  private final HandlerHarness harness;

  RpmManifestHandlerTest(@TempDir Path work) throws IOException {
    this.work = work;
    this.harness = new HandlerHarness(work);
  }

  @AfterEach
  void close() throws IOException {
    harness.close();
  }

  @Test
  void the_example_becomes_a_manifest_with_its_reports() throws Exception {
    JobOutcome<?> outcome = harness.run("rpm-manifest", Examples.job("rpm-manifest.args"));

    assertThat(outcome).isInstanceOf(JobOutcome.Succeeded.class);
    JsonNode result = HandlerHarness.result(outcome);
    assertThat(result.at("/data/version").asText()).isEqualTo("2");
    assertThat(result.at("/info/osbuild_composer_version").asText())
        .isEqualTo("image-builder 79.0.0");
    assertThat(result.at("/info/pipeline_names/build/0").asText()).isEqualTo("build");
    assertThat(result.at("/info/pipeline_names/payload/1").asText()).isEqualTo("qcow2");
    assertThat(result.at("/sbom_docs/os/document/name").asText()).isEqualTo("image-os");
    assertThat(result.at("/packages/0/name").asText()).isEqualTo("vim-enhanced");
    assertThat(result.at("/error").asText("missing")).isEmpty();
    assertThat(result.has("job_error")).isFalse();
  }

  @Test
  void a_bootc_image_needs_no_repositories() throws Exception {
    JobOutcome<?> outcome = harness.run("rpm-manifest", Examples.job("rpm-manifest.bootc.args"));

    assertThat(outcome).isInstanceOf(JobOutcome.Succeeded.class);
  }

  @Test
  void an_ostree_commit_is_made() throws Exception {
    JobOutcome<?> outcome = harness.run("rpm-manifest", Examples.job("rpm-manifest.ostree.args"));

    assertThat(outcome).isInstanceOf(JobOutcome.Succeeded.class);
  }

  @ParameterizedTest
  @CsvSource({
    "no-such-package,21,DNF error occurred: MarkingErrors",
    "unsolvable-package,20,DNF error occurred: DepsolveError",
    "broken-repository,25,DNF error occurred: RepoError",
    "panics,8,panic: unexpected oscap options for ostree image type",
  })
  void what_the_tool_says_becomes_a_numbered_error(String name, int number, String reason)
      throws Exception {
    JsonNode result = HandlerHarness.result(harness.run("rpm-manifest", withPackage(name)));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(number);
    assertThat(result.at("/job_error/reason").asText()).isEqualTo(reason);
    assertThat(result.has("data")).isFalse();
    assertThat(result.at("/log").asText()).isNotEmpty();
  }

  @Test
  void metadata_are_checked_of_the_repositories_that_want_it() throws Exception {
    ObjectNode args = withPackage("asks-the-solver");
    args.putArray("repositories")
        .addObject()
        .put("name", "repo-0")
        .put("check_repo_gpg", true)
        .putArray("baseurl")
        .add("https://signed.example.com");

    JsonNode result = HandlerHarness.result(harness.run("rpm-manifest", args));

    assertThat(result.at("/log").asText())
        .contains(
            "{\"name\": \"repo-0\", \"repo_gpgcheck\": true}, {\"name\": \"repo-1\", \"repo_gpgcheck\": false}");
  }

  @Test
  void who_cannot_tell_repositories_apart_is_not_believed() throws Exception {
    ObjectNode args = withPackage("asks-the-solver-badly");
    args.putArray("repositories")
        .addObject()
        .put("name", "repo-0")
        .put("check_repo_gpg", true)
        .putArray("baseurl")
        .add("https://signed.example.com");

    JsonNode result = HandlerHarness.result(harness.run("rpm-manifest", args));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(22);
    assertThat(result.at("/job_error").toString()).contains("signatures of metadata");
  }

  @Test
  void a_tool_that_writes_no_json_fails_the_job() throws Exception {
    JsonNode result =
        HandlerHarness.result(harness.run("rpm-manifest", withPackage("writes-no-json")));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(8);
    assertThat(result.at("/job_error/reason").asText()).contains("no JSON");
  }

  @Test
  void a_manifest_with_another_export_than_composer_expects_is_refused() throws Exception {
    ObjectNode args = example();
    args.put("export_name", "vmdk");

    JsonNode result = HandlerHarness.result(harness.run("rpm-manifest", args));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(8);
    assertThat(result.at("/job_error/reason").asText()).contains("vmdk", "qcow2");
  }

  @Test
  void a_missing_tool_is_named() throws Exception {
    try (HandlerHarness without =
        new HandlerHarness(
            work.resolve("other"), "/nowhere/image-builder", Duration.ofSeconds(5))) {
      JsonNode result = HandlerHarness.result(without.run("rpm-manifest", example()));

      assertThat(result.at("/job_error/id").asInt()).isEqualTo(17);
      assertThat(result.at("/job_error/reason").asText())
          .contains("/nowhere/image-builder", "agent.tools");
    }
  }

  @Test
  void a_tool_that_is_too_old_is_refused_with_its_version() throws Exception {
    Path old = script("#!/bin/sh\necho '{\"image-builder\":{\"version\":\"48\"}}'\n");
    try (HandlerHarness outdated =
        new HandlerHarness(work.resolve("other"), old.toString(), Duration.ofSeconds(5))) {
      JsonNode result = HandlerHarness.result(outdated.run("rpm-manifest", example()));

      assertThat(result.at("/job_error/id").asInt()).isEqualTo(17);
      assertThat(result.at("/job_error/reason").asText()).contains("48", "49");
    }
  }

  @Test
  void a_tool_that_hangs_fails_the_job() throws Exception {
    Path hanging =
        script(
            """
            #!/bin/sh
            [ $1 = manifest ] && sleep 1000
            echo '{"image-builder":{"version":"79.0.0"}}'
            """);
    try (HandlerHarness stuck =
        new HandlerHarness(work.resolve("other"), hanging.toString(), Duration.ofSeconds(1))) {
      JsonNode result = HandlerHarness.result(stuck.run("rpm-manifest", example()));

      assertThat(result.at("/job_error/id").asInt()).isEqualTo(23);
    }
  }

  @Test
  void a_distribution_that_is_no_name_never_becomes_a_path() throws Exception {
    ObjectNode args = example();
    args.put("distribution", "../../etc/passwd");

    JsonNode result = HandlerHarness.result(harness.run("rpm-manifest", args));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(29);
  }

  @Test
  void a_repository_that_wants_the_workers_certificates_is_refused() throws Exception {
    ObjectNode args = example();
    ((ObjectNode) args.at("/repositories/0"))
        .putArray("baseurl")
        .add("https://private.example.com/content/el9");

    JsonNode result = HandlerHarness.result(harness.run("rpm-manifest", args));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(17);
    assertThat(result.at("/job_error/reason").asText()).contains("certificates");
  }

  @Test
  void a_tool_without_a_number_that_lacks_a_flag_is_too_old() throws Exception {
    Path old =
        script(
            """
            #!/bin/sh
            [ $1 = manifest ] || { echo '{"image-builder":{"version":"unknown"}}'; exit 0; }
            printf 'warning: something is not supportederror: unknown flag: --with-rpmlist\n' >&2
            exit 1
            """);
    try (HandlerHarness outdated =
        new HandlerHarness(work.resolve("other"), old.toString(), Duration.ofSeconds(5))) {
      JsonNode result = HandlerHarness.result(outdated.run("rpm-manifest", example()));

      assertThat(result.at("/job_error/id").asInt()).isEqualTo(17);
      assertThat(result.at("/job_error/reason").asText()).contains("too old", "--with-rpmlist");
    }
  }

  @Test
  void a_container_that_is_no_reference_never_becomes_an_argument() throws Exception {
    ObjectNode args = (ObjectNode) Examples.job("rpm-manifest.bootc.args");
    ((ObjectNode) args.path("bootc")).put("reference", "--force-defs-dir=/etc");

    JsonNode result = HandlerHarness.result(harness.run("rpm-manifest", args));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(41);
  }

  @Test
  void missing_args_are_named() throws Exception {
    ObjectNode args = example();
    args.remove("image_type");

    JsonNode result = HandlerHarness.result(harness.run("rpm-manifest", args));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(29);
    assertThat(result.at("/job_error/details").asText()).contains("image_type");
  }

  @Test
  void the_older_shape_gives_the_same_manifest() throws Exception {
    JobOutcome<?> outcome =
        harness.run("image-builder-manifest", Examples.job("image-builder-manifest.args"));

    assertThat(outcome).isInstanceOf(JobOutcome.Succeeded.class);
    assertThat(HandlerHarness.result(outcome).at("/info/pipeline_names/payload/1").asText())
        .isEqualTo("qcow2");
  }

  @Test
  void the_older_shape_works_without_a_subscription() throws Exception {
    JobOutcome<?> outcome =
        harness.run(
            "image-builder-manifest", Examples.job("image-builder-manifest.no-subscription.args"));

    assertThat(outcome).isInstanceOf(JobOutcome.Succeeded.class);
  }

  private static ObjectNode example() throws IOException {
    return (ObjectNode) Examples.job("rpm-manifest.args");
  }

  private static ObjectNode withPackage(String name) throws IOException {
    ObjectNode args = example();
    ((ObjectNode) args.at("/blueprint/packages/0")).put("name", name);
    return args;
  }

  private Path script(String content) throws IOException {
    Path script = Files.writeString(work.resolve("script"), content);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }
}
