package org.imagebuilder.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.imagebuilder.agent.testing.Examples;
import org.imagebuilder.agent.uploads.BuildRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an uploader is told of the build. */
class BuildRecordsTest {

  private static final String MANIFEST =
      """
      {"data": {"version": "2", "pipelines": [
          {"name": "build", "stages": []},
          {"name": "qcow2", "build": "name:build",
           "stages": [{"type": "x", "options": {"filename": "disk.qcow2"}}]}],
        "sources": {}},
       "info": {"osbuild_composer_version": "image-builder 79.0.0",
        "pipeline_names": {"build": ["build"], "payload": ["qcow2"]}},
       "sbom_docs": {
        "build": {"type": "spdx", "document": {"of": "build"}},
        "qcow2": {"type": "spdx", "document": {"of": "qcow2"}}},
       "error": ""}
      """;

  private final HandlerHarness harness;

  BuildRecordsTest(@TempDir Path work) throws IOException {
    harness = new HandlerHarness(work, "image-builder", Duration.ofSeconds(10));
  }

  @AfterEach
  void close() throws IOException {
    harness.close();
  }

  @Test
  void manifest_log_and_bills_of_materials_come_with_the_file() throws Exception {
    JsonNode input = Json.mapper().readTree(MANIFEST);

    harness.run("osbuild", Examples.job("osbuild.args"), input);

    BuildRecord build = harness.builds.getFirst();
    assertThat(build.manifest()).isEqualTo(input.path("data"));
    assertThat(build.manifestInfo()).contains(input.path("info"));
    assertThat(build.output().getLog()).containsKeys("build", "os");
    assertThat(build.sboms())
        .extracting(sbom -> sbom.pipeline() + " " + sbom.ofBuildroot() + sbom.document())
        .containsExactly("build true{\"of\":\"build\"}", "qcow2 false{\"of\":\"qcow2\"}");
  }

  @Test
  void bills_of_materials_come_from_the_job_that_solved_packages_where_there_is_one()
      throws Exception {
    JsonNode solved = Json.mapper().createObjectNode().set("sbom_docs", sbomOfBuild());
    ObjectNode args = (ObjectNode) Examples.job("osbuild.koji.args");
    args.put("depsolve_dyn_args_idx", 2);
    ((ObjectNode) args.at("/targets/0")).put("name", "org.osbuild.aws.s3");

    harness.run(
        "osbuild",
        args,
        Examples.job("koji-init.result"),
        Json.mapper().readTree(MANIFEST),
        solved);

    assertThat(harness.builds.getFirst().sboms())
        .extracting(BuildRecord.Sbom::pipeline)
        .containsExactly("build");
  }

  private static ObjectNode sbomOfBuild() {
    ObjectNode documents = Json.mapper().createObjectNode();
    documents.putObject("build").put("type", "spdx").putObject("document").put("of", "build");
    return documents;
  }
}
