package org.imagebuilder.agent.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** A directory that a tool fills and never empties. */
public final class CacheDirectory {

  private static final Logger LOG = Logger.getLogger(CacheDirectory.class);

  /** Files of a repository's metadata begin with its id, a digest. */
  private static final Pattern REPOSITORY = Pattern.compile("[0-9a-f]{64}");

  /** What was used lately may be in use by a job of the other lane. */
  private static final Duration IN_USE = Duration.ofHours(1);

  private final Path directory;
  private final long maxBytes;
  private final InstantSource clock;

  public CacheDirectory(Path directory, long maxBytes, InstantSource clock) {
    this.directory = directory;
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /**
   * What goes together or stays together.
   *
   * @param root the file, or what bears the name of a repository
   * @param used when something in it was used last
   */
  private record Entry(Path root, List<Path> files, long bytes, Instant used) {

    Entry with(Path file, long more, Instant time) {
      List<Path> all = new ArrayList<>(files);
      all.add(file);
      return new Entry(root, all, bytes + more, time.isAfter(used) ? time : used);
    }
  }

  /** The directory, made if need be. */
  public Path path() throws IOException {
    return Files.createDirectories(directory);
  }

  /** Marks the files of these repositories, which begin with their ids, as used now. */
  public void touch(Set<String> repositories) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    FileTime now = FileTime.from(clock.instant());
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        if (repositories.contains(rootOf(path).getFileName().toString())) {
          Files.setLastModifiedTime(path, now);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // The tool or another job was quicker; it is only about which one goes first.
      LOG.debugf(e, "A cache could not be marked, directory=%s", directory);
    }
  }

  /** Removes what was not used for longest until the rest fits. */
  public void trim() {
    try {
      List<Entry> entries = entries();
      entries.sort(Comparator.comparing(Entry::used));
      long bytes = entries.stream().mapToLong(Entry::bytes).sum();
      Instant latest = clock.instant().minus(IN_USE);
      for (Entry entry : entries) {
        if (bytes <= maxBytes || entry.used().isAfter(latest)) {
          return;
        }
        for (Path file : entry.files()) {
          Files.deleteIfExists(file);
        }
        bytes -= entry.bytes();
      }
    } catch (IOException e) {
      LOG.warnf(e, "A cache could not be trimmed, directory=%s", directory);
    }
  }

  private List<Entry> entries() throws IOException {
    Map<Path, Entry> entries = new HashMap<>();
    if (!Files.isDirectory(directory)) {
      return new ArrayList<>();
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Path root = rootOf(file);
            Instant time = attributes.lastModifiedTime().toInstant();
            entries.merge(
                root,
                new Entry(root, List.of(file), attributes.size(), time),
                (old, one) -> old.with(file, one.bytes(), one.used()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
    return new ArrayList<>(entries.values());
  }

  /** Half of a repository's metadata is worth nothing, so all of it has one root. */
  private Path rootOf(Path file) {
    Path root = directory;
    for (Path step : directory.relativize(file)) {
      Matcher name = REPOSITORY.matcher(step.toString());
      if (name.lookingAt()) {
        return root.resolve(name.group());
      }
      root = root.resolve(step);
    }
    return file;
  }
}
