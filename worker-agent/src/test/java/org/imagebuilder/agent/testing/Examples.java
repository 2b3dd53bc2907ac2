package org.imagebuilder.agent.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.imagebuilder.agent.jobs.Json;

/** The examples that stand beside the contracts. */
public final class Examples {

  private static final Path ALL =
      Path.of(System.getProperty("contracts", "../src/main/openapi"), "examples");

  /** What composer asks for, and what older servers ask for. */
  private static final List<Path> JOBS = List.of(ALL.resolve("jobs"), ALL.resolve("older-jobs"));

  private Examples() {}

  public static JsonNode job(String name) throws IOException {
    Path file =
        JOBS.stream()
            .map(folder -> folder.resolve(name + ".json"))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(() -> new NoSuchFileException(name));
    return Json.mapper().readTree(file.toFile());
  }

  /** A target of this kind, as a job has it. */
  public static JsonNode target(String name) throws IOException {
    Path file = ALL.resolve("targets").resolve(name + ".target.json");
    return Json.mapper().readTree(file.toFile());
  }

  /** The names of a job type's examples with this ending, for instance args. */
  public static List<String> names(String type, String ending) throws IOException {
    List<String> names = new ArrayList<>();
    for (Path folder : JOBS) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.startsWith(type + ".") && name.endsWith("." + ending + ".json"))
            .map(name -> name.substring(0, name.length() - ".json".length()))
            .sorted()
            .forEach(names::add);
      }
    }
    return names;
  }
}
