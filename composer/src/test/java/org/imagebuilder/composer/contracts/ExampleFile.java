package org.imagebuilder.composer.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One file below examples/; its name says what it shows. */
public record ExampleFile(Path path) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KIND = "request|\\d{3}";

  /** The files of one folder, in order. */
  public static List<ExampleFile> in(String folder) {
    try (Stream<Path> files = Files.list(Contract.FOLDER.resolve("examples").resolve(folder))) {
      return files.sorted().map(ExampleFile::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<ExampleFile> all() {
    return Stream.of(
            "common", "worker", "composer", "imagebuilder", "jobs", "older-jobs", "targets")
        .filter(folder -> Files.isDirectory(Contract.FOLDER.resolve("examples").resolve(folder)))
        .flatMap(folder -> in(folder).stream());
  }

  public String name() {
    return path.getFileName().toString();
  }

  String folder() {
    return path.getName(path.getNameCount() - 2).toString();
  }

  boolean isError() {
    return name().startsWith("error-");
  }

  /** The first part of the name, `error-4` in the case of an error. */
  public String operation() {
    return parts().getFirst();
  }

  /** `request` or the status of the answer; empty where the name has neither. */
  public String kind() {
    return parts().stream().filter(part -> part.matches(KIND)).findFirst().orElse("");
  }

  /** What is left of the name. */
  String variant() {
    return parts().stream()
        .skip(1)
        .filter(part -> !part.matches(KIND))
        .collect(Collectors.joining("."));
  }

  /** What stands right before `.json`. */
  public String ending() {
    return parts().getLast();
  }

  /** What stands before the ending. */
  String withoutEnding() {
    return name().replace("." + ending() + ".json", "");
  }

  private List<String> parts() {
    return Arrays.asList(name().replaceFirst("\\.json$", "").split("\\."));
  }

  public JsonNode read() {
    try {
      return JSON.readTree(path.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String fault(String change) {
    return "examples/" + folder() + "/" + name() + ": " + change;
  }

  @Override
  public String toString() {
    return folder() + "/" + name();
  }
}
