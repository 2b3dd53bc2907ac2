package org.imagebuilder.composer.artifacts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The bytes: {@code <directory>/<token>/<name>}, {@code <directory>/incoming} for what is not
 * complete, and {@code <directory>/begun/<token>/<name>} for what may be continued. Everything here
 * blocks.
 */
final class ArtifactFiles {
  /** No token is called so. */
  private static final String INCOMING = "incoming";

  /** Below it a directory per token, as above. */
  private static final String BEGUN = "begun";

  private final Path directory;

  ArtifactFiles(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  /** Makes the directories, and tries whether files can be written there. */
  void prepare() throws IOException {
    Files.createDirectories(directory.resolve(INCOMING));
    Files.createDirectories(directory.resolve(BEGUN));
    Files.delete(Files.createTempFile(directory.resolve(INCOMING), "trial", ""));
  }

  Path directory() {
    return directory;
  }

  Path file(UUID token, ArtifactName name) {
    return directory.resolve(token.toString()).resolve(name.value());
  }

  /** A file for bytes that come in; nobody sees it under its name yet. */
  Path newIncoming() throws IOException {
    return Files.createTempFile(directory.resolve(INCOMING), "artifact", "");
  }

  /** Opens the file that an upload is to be written to. */
  UploadFile open(Upload upload) throws IOException {
    if (upload.part().isEmpty()) {
      return UploadFile.once(newIncoming());
    }
    Path begun = begun(upload.token(), upload.name());
    Files.createDirectories(begun(upload.token()));
    return UploadFile.continued(begun, upload.part().get());
  }

  /** How much there is of a file that may be continued; empty when nothing was begun. */
  OptionalLong begunSize(UUID token, ArtifactName name) throws IOException {
    Path begun = begun(token, name);
    return Files.exists(begun) ? OptionalLong.of(Files.size(begun)) : OptionalLong.empty();
  }

  private Path begun(UUID token, ArtifactName name) {
    return begun(token).resolve(name.value());
  }

  private Path begun(UUID token) {
    return directory.resolve(BEGUN).resolve(token.toString());
  }

  /** Gives a complete and synced file its name, so that it is there after a power cut, too. */
  void publish(Path incoming, UUID token, ArtifactName name) throws IOException {
    Path target = file(token, name);
    Path own = directory.resolve(token.toString());
    Files.createDirectories(own);
    Files.move(
        incoming, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(own);
    sync(directory);
    // What was begun under this name is history.
    Files.deleteIfExists(begun(token, name));
  }

  /** Whether there is a directory at all; there is none before the first start that keeps files. */
  boolean isThere() {
    return Files.isDirectory(directory.resolve(INCOMING));
  }

  /** Removes all files of a lease. */
  void remove(UUID token) {
    removeTree(directory.resolve(token.toString()));
    removeTree(begun(token));
  }

  private static void removeTree(Path own) {
    if (!Files.isDirectory(own)) {
      return;
    }
    try (Stream<Path> all = Files.walk(own)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes unfinished files that nobody has written to since then. */
  void removeIncomingBefore(Instant time) throws IOException {
    for (Path each : entries(directory.resolve(INCOMING))) {
      if (isOlder(each, time)) {
        Files.deleteIfExists(each);
      }
    }
    for (Path lease : entries(directory.resolve(BEGUN))) {
      boolean isYoung = !isOlder(lease, time);
      for (Path each : entries(lease)) {
        isYoung |= !isOlder(each, time);
      }
      if (!isYoung) {
        removeTree(lease);
      }
    }
  }

  /** The leases that have a directory here, unchanged since then. */
  List<UUID> tokensBefore(Instant time) throws IOException {
    List<UUID> tokens = new ArrayList<>();
    for (Path each : entries(directory)) {
      if (isOlder(each, time)) {
        token(each).ifPresent(tokens::add);
      }
    }
    return tokens;
  }

  /** What is in a directory, which may not be there yet or any more. */
  private static List<Path> entries(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    }
  }

  private static boolean isOlder(Path file, Instant time) throws IOException {
    return Files.exists(file) && Files.getLastModifiedTime(file).toInstant().isBefore(time);
  }

  private static Optional<UUID> token(Path directory) {
    try {
      return Optional.of(UUID.fromString(String.valueOf(directory.getFileName())));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
