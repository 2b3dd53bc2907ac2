package org.imagebuilder.agent.debian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.imagebuilder.agent.workspace.Trees;

/** Keeps the number of apt directories within bounds: each set of repositories makes one. */
final class AptDirectories {

  private static final int KEPT = 16;

  private AptDirectories() {}

  /** Marks this one as used now, and removes those that were not used for longest. */
  static void prune(Path current) throws IOException, InterruptedException {
    Files.createDirectories(current);
    Files.setLastModifiedTime(current, FileTime.from(Instant.now()));
    for (Path old : beyondBound(current.resolveSibling("."))) {
      try (HostLock lock = HostLock.take(lockOf(old))) {
        delete(old);
      }
    }
  }

  static Path lockOf(Path directory) {
    return directory.resolveSibling(directory.getFileName() + ".lock");
  }

  private static List<Path> beyondBound(Path parent) throws IOException {
    List<Path> directories;
    try (Stream<Path> entries = Files.list(parent.normalize())) {
      directories = new ArrayList<>(entries.filter(Files::isDirectory).toList());
    }
    directories.sort(Comparator.comparing(AptDirectories::used).reversed());
    return directories.subList(Math.min(KEPT, directories.size()), directories.size());
  }

  private static FileTime used(Path directory) {
    try {
      return Files.getLastModifiedTime(directory);
    } catch (IOException e) {
      // Another agent was quicker.
      return FileTime.from(Instant.EPOCH);
    }
  }

  private static void delete(Path root) throws IOException {
    try {
      Trees.delete(root);
    } catch (NoSuchFileException e) {
      // Another agent was quicker.
    }
  }
}
