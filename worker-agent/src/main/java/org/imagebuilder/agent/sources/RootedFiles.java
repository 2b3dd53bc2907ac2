package org.imagebuilder.agent.sources;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files below a root that somebody else made: no link leads out of it. */
final class RootedFiles {

  private static final int MOST_LINKS = 40;
  private static final int LONGEST_FILE = 1 << 20;

  private final Path root;

  RootedFiles(Path root) {
    this.root = root;
  }

  boolean exists(String path) throws IOException {
    return Files.exists(find(path), LinkOption.NOFOLLOW_LINKS);
  }

  /** Empty when it is not there; no more than a MiB of it. */
  Optional<String> read(String path) throws IOException {
    Path file = find(path);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(new String(content.readNBytes(LONGEST_FILE), StandardCharsets.UTF_8));
    }
  }

  /** The names of the directories in a directory, sorted; none when it is not there. */
  List<String> directories(String path) throws IOException {
    Path directory = find(path);
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /** Follows links as the container itself would see them. */
  private Path find(String path) throws IOException {
    Deque<String> left = new ArrayDeque<>(List.of(path.split("/", -1)));
    Path at = root;
    int links = 0;
    while (!left.isEmpty()) {
      String step = left.removeFirst();
      if (step.isEmpty() || step.equals(".")) {
        continue;
      }
      if (step.equals("..")) {
        at = at.equals(root) ? root : requireNonNull(at.getParent());
        continue;
      }
      Path next = at.resolve(step);
      if (!Files.isSymbolicLink(next)) {
        at = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new FileSystemLoopException(path);
      }
      String target = Files.readSymbolicLink(next).toString();
      at = target.startsWith("/") ? root : at;
      List<String> steps = List.of(target.split("/", -1));
      for (int i = steps.size() - 1; i >= 0; i--) {
        left.addFirst(steps.get(i));
      }
    }
    return at;
  }
}
