package org.imagebuilder.composer.workers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** What a worker of the predecessor makes of a job: the contract's examples, and a file. */
final class GoBuild {
  static final byte[] IMAGE = new byte[3_000_000];
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EXAMPLES =
      Path.of(System.getProperty("contracts", "../src/main/openapi"), "examples", "jobs");

  static {
    new Random(5).nextBytes(IMAGE);
  }

  private GoBuild() {}

  /** Does the job, uploads the image where there is one, and returns the result. */
  static ObjectNode result(GoWorker worker, JsonNode job) throws IOException, InterruptedException {
    if (!job.path("type").asText().equals("osbuild")) {
      return example("image-builder-manifest.result.json");
    }
    JsonNode target = job.at("/args/targets/0");
    worker.progress(job, "Finished pipeline qcow2", 4, 4);
    worker.upload(job, target.path("image_name").asText(), IMAGE);
    ObjectNode result = example("osbuild.result.json");
    ObjectNode uploaded = result.putArray("target_results").addObject();
    uploaded.put("name", target.path("name").asText());
    uploaded.putObject("options").set("artifact_relative_path", target.path("image_name"));
    uploaded.set("osbuild_artifact", target.path("osbuild_artifact"));
    return result;
  }

  static ObjectNode example(String name) throws IOException {
    return (ObjectNode) JSON.readTree(Files.readString(EXAMPLES.resolve(name)));
  }
}
