package org.imagebuilder.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.imagebuilder.agent.testing.Examples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Debian jobs do before and instead of building; the engine has tests of its own. */
class DebianHandlersTest {

  private final HandlerHarness harness;

  DebianHandlersTest(@TempDir Path work) throws IOException {
    harness = new HandlerHarness(work, "image-builder", Duration.ofSeconds(60));
  }

  @AfterEach
  void close() throws IOException {
    harness.close();
  }

  @Test
  void without_its_input_an_image_job_fails() throws Exception {
    assertThat(error(harness.run("debian-image", args()))).isEqualTo(1);
  }

  @Test
  void a_failed_manifest_job_fails_the_image_job() throws Exception {
    JobOutcome<?> outcome =
        harness.run("debian-image", args(), Examples.job("debian-manifest.failed"));

    assertThat(error(outcome)).isEqualTo(9);
  }

  @Test
  void an_input_without_a_manifest_fails_the_image_job() throws Exception {
    assertThat(error(harness.run("debian-image", args(), Map.of()))).isEqualTo(19);
  }

  @Test
  void a_manifest_of_another_shape_is_refused() throws Exception {
    JobOutcome<?> outcome =
        harness.run("debian-image", args(), Map.of("manifest", Map.of("version", "1")));

    assertThat(error(outcome)).isEqualTo(7);
  }

  @Test
  void there_is_one_export_only() throws Exception {
    ObjectNode args = args();
    ((ObjectNode) args.at("/targets/0/osbuild_artifact")).put("export_name", "tree");

    JobOutcome<?> outcome =
        harness.run("debian-image", args, Examples.job("debian-manifest.result"));

    assertThat(error(outcome)).isEqualTo(2);
  }

  @Test
  void an_unknown_kind_of_target_is_refused_before_anything_is_built() throws Exception {
    ObjectNode args = args();
    ((ObjectNode) args.at("/targets/0")).put("name", "org.osbuild.pigeon");

    JobOutcome<?> outcome =
        harness.run("debian-image", args, Examples.job("debian-manifest.result"));

    assertThat(error(outcome)).isEqualTo(4);
  }

  @Test
  void a_failed_image_job_has_the_shape_of_a_build() throws Exception {
    JsonNode result = HandlerHarness.result(harness.run("debian-image", args()));

    assertThat(result.path("success").asBoolean(true)).isFalse();
    assertThat(result.path("upload_status").asText()).isEqualTo("failure");
    assertThat(result.at("/pipeline_names/payload/1").asText()).isEqualTo("image");
  }

  private static ObjectNode args() throws IOException {
    return (ObjectNode) Examples.job("debian-image.args");
  }

  private static int error(JobOutcome<?> outcome) {
    return HandlerHarness.result(outcome).at("/job_error/id").asInt();
  }
}
