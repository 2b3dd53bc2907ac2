package org.imagebuilder.agent.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.imagebuilder.agent.jobs.Json;

/** The examples that stand beside the contracts. */
public final class Examples {

  private static final Path ALL =
      Path.of(System.getProperty("contracts", "../src/main/openapi"), "examples");
  private static final Path JOBS = ALL.resolve("jobs");

  private Examples() {}

  public static JsonNode job(String name) throws IOException {
    return Json.mapper().readTree(JOBS.resolve(name + ".json").toFile());
  }

  /** A target of this kind, as a job has it. */
  public static JsonNode target(String name) throws IOException {
    Path file = ALL.resolve("targets").resolve(name + ".target.json");
    return Json.mapper().readTree(file.toFile());
  }

  /** The names of a job type's examples with this ending, for instance args. */
  public static List<String> names(String type, String ending) throws IOException {
    try (Stream<Path> files = Files.list(JOBS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(type + ".") && name.endsWith("." + ending + ".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList();
    }
  }
}
