package org.imagebuilder.agent.tools;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All processes that carry a mark in their environment, with what they started, also where that
 * dropped the mark, left the session or moved to name spaces of its own.
 */
final class ProcessTree {

  private static final Path PROC = Path.of("/proc");
  private static final int MAX_ROUNDS = 200;
  private static final long PAUSE_NANOS = 10_000_000;

  private final String mark;
  private final Optional<ProcessHandle> root;

  ProcessTree(String variable, String value) {
    this(variable, value, Optional.empty());
  }

  /**
   * With a root and its session: while a program takes the place of another one, the kernel shows
   * no environment, and so no mark.
   */
  ProcessTree(String variable, String value, Optional<ProcessHandle> root) {
    this.mark = variable + "=" + value;
    this.root = root;
  }

  /** Kills until nothing is left, since a process may start another one while it is looked for. */
  int kill() {
    Set<Long> killed = new HashSet<>();
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Set<Long> alive = members();
      if (alive.isEmpty()) {
        break;
      }
      for (long pid : alive) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
      killed.addAll(alive);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return killed.size();
  }

  Set<Long> members() {
    Set<Long> members = marked();
    if (members.isEmpty() && root.isEmpty()) {
      return members;
    }
    Map<Long, Stat> all = processes();
    root.filter(ProcessHandle::isAlive).map(ProcessHandle::pid).ifPresent(members::add);
    members.retainAll(all.keySet());
    Set<Long> sessions = new HashSet<>();
    all.forEach(
        (pid, stat) -> {
          if (members.contains(pid)) {
            sessions.add(stat.session());
          }
        });
    root.ifPresent(process -> sessions.add(process.pid()));
    long own = ProcessHandle.current().pid();
    Stat self = all.get(own);
    if (self != null) {
      sessions.remove(self.session());
    }
    addRelatives(all, members, sessions);
    members.remove(own);
    return members;
  }

  private static void addRelatives(Map<Long, Stat> all, Set<Long> members, Set<Long> sessions) {
    boolean grew = !members.isEmpty() || !sessions.isEmpty();
    while (grew) {
      grew = false;
      for (Map.Entry<Long, Stat> entry : all.entrySet()) {
        Stat stat = entry.getValue();
        if (members.contains(stat.parent()) || sessions.contains(stat.session())) {
          grew |= members.add(entry.getKey());
        }
      }
    }
  }

  /** What each agent looks for at its start: no more than a call or two for a process. */
  private Set<Long> marked() {
    Set<Long> found = new HashSet<>();
    forEachProcess(
        (pid, process) -> {
          if (hasProgram(process) && isMarked(process)) {
            found.add(pid);
          }
        });
    return found;
  }

  private static Map<Long, Stat> processes() {
    Map<Long, Stat> found = new HashMap<>();
    forEachProcess(
        (pid, process) -> {
          Stat stat = Stat.of(process);
          if (stat != null && stat.alive()) {
            found.put(pid, stat);
          }
        });
    return found;
  }

  private static void forEachProcess(BiConsumer<Long, Path> action) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        action.accept(Long.parseLong(entry.getFileName().toString()), entry);
      }
    } catch (IOException e) {
      throw new IllegalStateException("/proc cannot be read", e);
    }
  }

  /** A thread of the kernel has none, nor an environment to look at, and there are many. */
  private static boolean hasProgram(Path process) {
    return Files.exists(process.resolve("exe"));
  }

  private boolean isMarked(Path process) {
    try {
      byte[] environ = Files.readAllBytes(process.resolve("environ"));
      String text = "\0" + new String(environ, StandardCharsets.UTF_8) + "\0";
      return text.contains("\0" + mark + "\0");
    } catch (IOException | SecurityException e) {
      // It ended meanwhile, or belongs to somebody else.
      return false;
    }
  }

  private record Stat(long parent, long session, boolean alive) {

    static @Nullable Stat of(Path process) {
      try {
        String text = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        // The name in brackets may hold anything, brackets and spaces included.
        String[] rest = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        boolean alive = !rest[0].equals("Z") && !rest[0].equals("X");
        return new Stat(Long.parseLong(rest[1]), Long.parseLong(rest[3]), alive);
      } catch (IOException e) {
        return null;
      }
    }
  }
}
