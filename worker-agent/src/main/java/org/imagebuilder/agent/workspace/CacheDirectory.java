package org.imagebuilder.agent.workspace;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jboss.logging.Logger;

/** A directory that a tool fills and never empties. */
public final class CacheDirectory {

  private static final Logger LOG = Logger.getLogger(CacheDirectory.class);

  /** What was written lately may be in use by a job of the other lane. */
  private static final Duration IN_USE = Duration.ofHours(1);

  private final Path directory;
  private final long maxBytes;
  private final InstantSource clock;

  public CacheDirectory(Path directory, long maxBytes, InstantSource clock) {
    this.directory = directory;
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  private record Entry(Path file, long bytes, Instant written) {}

  /** The directory, made if need be. */
  public Path path() throws IOException {
    return Files.createDirectories(directory);
  }

  /** Removes the oldest files until the rest fits. */
  public void trim() {
    try {
      List<Entry> entries = entries();
      entries.sort(Comparator.comparing(Entry::written));
      long bytes = entries.stream().mapToLong(Entry::bytes).sum();
      Instant latest = clock.instant().minus(IN_USE);
      for (Entry entry : entries) {
        if (bytes <= maxBytes || entry.written().isAfter(latest)) {
          return;
        }
        Files.deleteIfExists(entry.file());
        bytes -= entry.bytes();
      }
    } catch (IOException e) {
      LOG.warnf(e, "A cache could not be trimmed, directory=%s", directory);
    }
  }

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return entries;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            entries.add(
                new Entry(file, attributes.size(), attributes.lastModifiedTime().toInstant()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
    return entries;
  }
}
