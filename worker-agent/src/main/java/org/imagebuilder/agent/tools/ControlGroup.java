package org.imagebuilder.agent.tools;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A group of processes that the kernel keeps (cgroup, version 2): whoever is in it stays in it,
 * whatever it does to its environment, its session and its parents.
 */
final class ControlGroup {

  private static final Logger LOG = Logger.getLogger(ControlGroup.class);

  /** Alone, or beside the groups of version 1. */
  private static final List<Path> ROOTS =
      List.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/unified"));

  private static final String NAME = "imagebuilder-";
  private static final String PROCESSES = "cgroup.procs";
  private static final int ROUNDS = 200;
  private static final long PAUSE_NANOS = 10_000_000;

  private final Path directory;

  private ControlGroup(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  /** A new group below this process's own; empty where this user may make none. */
  static Optional<ControlGroup> make(String owner, String run) {
    return own().flatMap(parent -> make(parent, owner, run));
  }

  private static Optional<ControlGroup> make(Path parent, String owner, String run) {
    try {
      return Optional.of(
          new ControlGroup(Files.createDirectory(parent.resolve(prefix(owner) + run))));
    } catch (IOException e) {
      LOG.tracef("No control group can be made in %s: %s", parent, e.getMessage());
      return Optional.empty();
    }
  }

  /** The groups that an earlier process of the same owner left here. */
  static List<ControlGroup> left(String owner) {
    Optional<Path> parent = own();
    if (parent.isEmpty()) {
      return List.of();
    }
    try (Stream<Path> groups = Files.list(parent.get())) {
      return groups
          .filter(group -> group.getFileName().toString().startsWith(prefix(owner)))
          .map(ControlGroup::new)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Kills all that is in it and removes it; says how many processes there were. */
  int end() {
    Set<Long> killed = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      Set<Long> alive = new HashSet<>();
      collect(directory, alive);
      if (alive.isEmpty() && remove(directory)) {
        break;
      }
      kill(alive);
      killed.addAll(alive);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return killed.size();
  }

  private void kill(Set<Long> alive) {
    try {
      // All at once, so that none can start another one meanwhile; older kernels do not know it.
      Files.writeString(directory.resolve("cgroup.kill"), "1");
    } catch (IOException e) {
      alive.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
  }

  private static void collect(Path group, Set<Long> pids) {
    try {
      Files.readAllLines(group.resolve(PROCESSES)).forEach(line -> pids.add(Long.parseLong(line)));
      below(group).forEach(child -> collect(child, pids));
    } catch (IOException e) {
      LOG.tracef("The control group %s is gone: %s", group, e.getMessage());
    }
  }

  /** Tools may have made groups of their own in it. */
  private static boolean remove(Path group) {
    try {
      below(group).forEach(ControlGroup::remove);
      Files.deleteIfExists(group);
      return true;
    } catch (IOException e) {
      return Files.notExists(group);
    }
  }

  private static List<Path> below(Path group) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(group, Files::isDirectory)) {
      List<Path> groups = new ArrayList<>();
      entries.forEach(groups::add);
      return groups;
    }
  }

  private static String prefix(String owner) {
    return NAME + Integer.toHexString(owner.hashCode()) + "-";
  }

  /** The directory of the group that this process is in. */
  private static Optional<Path> own() {
    try {
      String path =
          Files.readAllLines(Path.of("/proc/self/cgroup"), StandardCharsets.UTF_8).stream()
              .filter(line -> line.startsWith("0::/"))
              .map(line -> line.substring("0::/".length()))
              .findFirst()
              .orElse("../none");
      return ROOTS.stream()
          .map(root -> root.resolve(path).normalize())
          .filter(group -> Files.isWritable(group.resolve(PROCESSES)))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
