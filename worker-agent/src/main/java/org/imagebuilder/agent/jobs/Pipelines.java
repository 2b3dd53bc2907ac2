package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.imagebuilder.agent.contract.worker.model.PipelineNames;

/** Which pipelines of an osbuild manifest are built with, and which make the image. */
final class Pipelines {

  private static final String BY_NAME = "name:";

  private Pipelines() {}

  /** Empty when this is no manifest of version 2. */
  static Optional<PipelineNames> of(JsonNode manifest) {
    JsonNode pipelines = manifest.path("pipelines");
    if (!manifest.path("version").asText().equals("2") || pipelines.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    Set<String> builders = new LinkedHashSet<>();
    for (JsonNode pipeline : pipelines) {
      String name = pipeline.path("name").asText();
      String build = pipeline.path("build").asText();
      if (name.isEmpty() || (!build.isEmpty() && !build.startsWith(BY_NAME))) {
        return Optional.empty();
      }
      names.add(name);
      if (!build.isEmpty()) {
        builders.add(build.substring(BY_NAME.length()));
      }
    }
    return Optional.of(
        new PipelineNames()
            .build(names.stream().filter(builders::contains).toList())
            .payload(names.stream().filter(name -> !builders.contains(name)).toList()));
  }
}
