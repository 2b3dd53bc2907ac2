package org.imagebuilder.imagebuilder.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the programs that Maven packaged are called: on this Java, or, with the system property
 * {@code programs=native}, as native executables.
 */
public final class Packaged {
  private static final boolean NATIVE = "native".equals(System.getProperty("programs"));

  private Packaged() {}

  public static List<String> command(Path repository, String module) {
    Path target = repository.resolve(module).resolve("target");
    return NATIVE
        ? List.of(executable(target), "-Xmx192m")
        : onJava(target.resolve("quarkus-app/quarkus-run.jar"));
  }

  /** Java with little memory, as it suits a test. */
  static List<String> onJava(Path jar) {
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is not there: run make build first");
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx192m",
        "-jar",
        jar.toString());
  }

  private static String executable(Path target) {
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.toString().endsWith("-runner"))
          .findFirst()
          .map(Path::toString)
          .orElseThrow(
              () -> new IllegalStateException(target + " holds no executable: run make native"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
