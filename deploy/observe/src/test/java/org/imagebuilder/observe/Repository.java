package org.imagebuilder.observe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The repository that the tests are run in. */
final class Repository {
  private Repository() {}

  /** Its root, from wherever a test is started. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("deploy/observe/rules"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no repository around this folder");
    }
    return folder;
  }

  static Sources sources() {
    return new Sources(root());
  }

  static String text(String file) {
    try {
      return Files.readString(root().resolve(file));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
