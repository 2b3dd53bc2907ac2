package org.imagebuilder.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.testing.Examples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OsbuildHandlerTest {

  private final Path work;
  private final HandlerHarness harness;

  OsbuildHandlerTest(@TempDir Path work) throws IOException {
    this.work = work;
    harness = new HandlerHarness(work, "image-builder", Duration.ofSeconds(5));
  }

  @AfterEach
  void close() throws IOException {
    harness.close();
  }

  @Test
  void the_example_is_built_and_reaches_both_targets() throws Exception {
    JobOutcome<?> outcome = harness.run("osbuild", Examples.job("osbuild.args"), manifest("build"));

    assertThat(outcome).isInstanceOf(JobOutcome.Succeeded.class);
    JsonNode result = HandlerHarness.result(outcome);
    assertThat(result.path("success").asBoolean()).isTrue();
    assertThat(result.path("upload_status").asText()).isEqualTo("success");
    assertThat(result.path("osbuild_version").asText()).isEqualTo("191");
    assertThat(result.path("image_boot_mode").asText()).isEqualTo("hybrid");
    assertThat(result.at("/osbuild_output/log/os/0/type").asText()).isEqualTo("org.osbuild.rpm");
    assertThat(result.at("/pipeline_names/payload/1").asText()).isEqualTo("qcow2");
    assertThat(result.path("target_results")).hasSize(2);
    assertThat(harness.uploaded)
        .isEqualTo(
            Map.of(
                "org.osbuild.worker.server", "image of qcow2",
                "org.osbuild.aws.s3", "image of qcow2"));
  }

  @Test
  void the_example_with_a_manifest_of_its_own_is_built() throws Exception {
    JobOutcome<?> outcome = harness.run("osbuild", Examples.job("osbuild.static-manifest.args"));

    assertThat(HandlerHarness.result(outcome).path("osbuild_output").path("success").asBoolean())
        .isTrue();
  }

  @Test
  void only_what_is_meant_for_users_becomes_progress() throws Exception {
    harness.run("osbuild", Examples.job("osbuild.args"), manifest("build"));

    assertThat(harness.progress)
        .extracting(JobProgress::getMessage)
        .containsExactly(
            "Starting pipeline build", "Starting pipeline os", "Finished pipeline os", "Uploading");
    assertThat(harness.progress.get(1).getDone()).isEqualTo(1);
    assertThat(harness.progress.get(1).getTotal()).isEqualTo(3);
    assertThat(harness.progress.get(1).getSubProgress().getMessage()).isEqualTo("pipeline: os");
  }

  @Test
  void a_failed_stage_is_a_build_failure_with_its_output() throws Exception {
    JsonNode result = run("fails-to-build");

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(10);
    assertThat(result.at("/job_error/reason").asText()).isEqualTo("build failure");
    assertThat(result.at("/job_error/details/0").asText())
        .isEqualTo("error: No space left on device");
    assertThat(result.at("/osbuild_output/success").asBoolean(true)).isFalse();
    assertThat(result.path("upload_status").asText()).isEqualTo("failure");
    assertThat(harness.uploaded).isEmpty();
  }

  @Test
  void of_an_endless_output_the_end_is_kept() throws Exception {
    JsonNode result = run("talks-without-end");

    assertThat(result.at("/job_error/details/0").asText()).endsWith("xxx\nNo space left on device");
    assertThat(result.at("/osbuild_output/log/os/0/output").asText().length())
        .isBetween(20_000, 31_000);
  }

  @Test
  void osbuild_is_called_with_the_workers_settings() throws Exception {
    harness.run("osbuild", Examples.job("osbuild.args"), manifest("build"));

    assertThat(Files.readString(work.resolve("store/calls")))
        .contains("--cache-max-size=7340032", "--export qcow2 --checkpoint os")
        .contains("OSBUILD_SOURCES_CURL_SSL_CLIENT_KEY=/keys/client.key")
        .contains("OSBUILD_SOURCES_OSTREE_SSL_CA_CERT=/keys/ca.pem")
        .contains("OSBUILD_SOURCES_CURL_PROXY=http://proxy.example.com:3128");
  }

  @Test
  void a_traceback_without_json_is_a_build_failure_with_the_tail_of_the_log() throws Exception {
    JsonNode result = run("dies-in-build");

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(10);
    assertThat(result.at("/job_error/details").toString()).contains("No such device");
    assertThat(result.has("osbuild_output")).isFalse();
  }

  @Test
  void a_build_that_hangs_is_stopped() throws Exception {
    JsonNode result = run("hangs-in-build");

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(10);
    assertThat(result.at("/job_error/reason").asText()).contains("5 seconds");
  }

  @Test
  void a_build_without_the_file_fails_its_targets() throws Exception {
    JsonNode result = run("forgets-the-file");

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(28);
    assertThat(result.at("/target_results/0/target_error/details").asText())
        .contains("qcow2/disk.qcow2");
  }

  @Test
  void a_manifest_that_is_none_is_a_build_failure_that_says_where() throws Exception {
    ObjectNode input = manifest("build");
    ObjectNode data = (ObjectNode) input.get("data");
    data.remove("pipelines");

    JsonNode result =
        HandlerHarness.result(harness.run("osbuild", Examples.job("osbuild.args"), input));

    assertThat(result.at("/job_error/details/0").asText())
        .isEqualTo(
            "manifest validation error in pipelines[0].stages: 'pipelines' is a required property");
  }

  @Test
  void a_failed_target_does_not_stop_the_others() throws Exception {
    ObjectNode args = (ObjectNode) Examples.job("osbuild.args");
    ((ObjectNode) args.at("/targets/0")).put("name", "org.osbuild.gcp");

    JsonNode result = HandlerHarness.result(harness.run("osbuild", args, manifest("build")));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(28);
    assertThat(result.at("/job_error/details/0/details").asText()).isEqualTo("org.osbuild.gcp");
    assertThat(result.at("/target_results/0/target_error/id").asInt()).isEqualTo(11);
    assertThat(result.at("/target_results/1/options/url").asText()).isNotEmpty();
    assertThat(result.at("/osbuild_output/success").asBoolean()).isTrue();
  }

  @Test
  void an_unknown_kind_of_target_is_refused_before_anything_is_built() throws Exception {
    ObjectNode args = (ObjectNode) Examples.job("osbuild.args");
    ((ObjectNode) args.at("/targets/1")).put("name", "org.osbuild.pigeon");

    JsonNode result = HandlerHarness.result(harness.run("osbuild", args, manifest("build")));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(4);
    assertThat(result.has("osbuild_output")).isFalse();
  }

  @Test
  void without_targets_there_is_nothing_to_export() throws Exception {
    ObjectNode args = (ObjectNode) Examples.job("osbuild.args");
    ((ArrayNode) args.get("targets")).removeAll();

    JsonNode result = HandlerHarness.result(harness.run("osbuild", args, manifest("build")));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(2);
  }

  @Test
  void a_failed_manifest_job_fails_the_build() throws Exception {
    JsonNode result =
        HandlerHarness.result(
            harness.run(
                "osbuild", Examples.job("osbuild.args"), Examples.job("rpm-manifest.failed")));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(9);
  }

  @Test
  void without_a_manifest_there_is_nothing_to_build() throws Exception {
    JsonNode result =
        HandlerHarness.result(
            harness.run("osbuild", Examples.job("osbuild.args"), Map.of("error", "")));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(19);
  }

  @Test
  void an_input_that_is_not_there_is_said_so() throws Exception {
    ObjectNode args = (ObjectNode) Examples.job("osbuild.args");
    args.put("manifest_dyn_args_idx", 3);

    JsonNode result = HandlerHarness.result(harness.run("osbuild", args, manifest("build")));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(7);
  }

  private JsonNode run(String outcome) throws Exception {
    return HandlerHarness.result(
        harness.run("osbuild", Examples.job("osbuild.args"), manifest(outcome)));
  }

  /** A manifest job's result as the stand-in for image-builder makes it. */
  private static ObjectNode manifest(String outcome) throws IOException {
    return (ObjectNode)
        Json.mapper()
            .readTree(
                """
                {"data": {"version": "2", "pipelines": [
                    {"name": "build", "stages": []},
                    {"name": "os", "build": "name:build",
                     "stages": [{"type": "org.osbuild.stand-in.%s"}]},
                    {"name": "qcow2", "build": "name:build",
                     "stages": [{"type": "x", "options": {"filename": "disk.qcow2"}}]}],
                  "sources": {}},
                 "info": {"osbuild_composer_version": "image-builder 79.0.0",
                  "pipeline_names": {"build": ["build"], "payload": ["os", "qcow2"]}},
                 "error": ""}
                """
                    .formatted(outcome));
  }
}
