package org.imagebuilder.imagebuilder.doubles;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The examples that stand beside the contracts. */
public final class Examples {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Examples() {}

  /** One of imagebuilder's. */
  public static ObjectNode read(String name) {
    return read(folder("imagebuilder").resolve(name));
  }

  /** One of composer's. */
  public static ObjectNode composer(String name) {
    return read(folder("composer").resolve(name));
  }

  /** Names of imagebuilder's examples that begin so. */
  public static List<String> named(String prefix) {
    try (Stream<Path> files = Files.list(folder("imagebuilder"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .sorted()
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static ObjectNode read(Path file) {
    try {
      return (ObjectNode) JSON.readTree(file.toFile());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Path folder(String program) {
    return Path.of(System.getProperty("contracts"), "examples", program);
  }
}
