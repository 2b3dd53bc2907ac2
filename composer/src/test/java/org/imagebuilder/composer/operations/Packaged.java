package org.imagebuilder.composer.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How composer is called as Maven packaged it: on this Java, or, with the system property {@code
 * programs=native}, as native executable.
 */
public final class Packaged {
  private static final boolean NATIVE = "native".equals(System.getProperty("programs"));
  private static final Path TARGET = Path.of("target");
  private static final Path JAR = TARGET.resolve("quarkus-app/quarkus-run.jar");

  private Packaged() {}

  /**
   * The program with these settings, each {@code -Dkey=value}; of two of one key the later holds.
   */
  public static List<String> command(List<String> settings) {
    List<String> command = new ArrayList<>();
    if (NATIVE) {
      command.add(executable());
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    }
    command.add("-Xmx192m");
    command.addAll(settings);
    if (!NATIVE) {
      command.addAll(List.of("-jar", jar()));
    }
    return command;
  }

  private static String jar() {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException("composer is not packaged: run make build first");
    }
    return JAR.toString();
  }

  private static String executable() {
    try (Stream<Path> files = Files.list(TARGET)) {
      return files
          .filter(file -> file.toString().endsWith("-runner"))
          .findFirst()
          .map(Path::toString)
          .orElseThrow(
              () -> new IllegalStateException("composer is not built natively: run make native"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
