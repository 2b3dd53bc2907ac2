package org.imagebuilder.loadtest.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What processes have used of the machine, as Linux counts it. */
final class Usage {
  private static final double TICKS_PER_SECOND = 100;
  private static final int AFTER_NAME_UTIME = 11;

  private Usage() {}

  /** Seconds of processor time of a process and its children. */
  static double cpuSeconds(long pid) throws IOException {
    double all = own(pid);
    for (long child : children(pid)) {
      all += own(child);
    }
    return all;
  }

  /** Resident memory in MiB. */
  static long residentMiB(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  private static double own(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    // Children that have ended count with whoever waited for them: PostgreSQL's connections.
    double ticks = 0;
    for (int field = AFTER_NAME_UTIME; field < AFTER_NAME_UTIME + 4; field++) {
      ticks += Double.parseDouble(fields[field]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  private static List<Long> children(long pid) throws IOException {
    List<Long> children = new ArrayList<>();
    try (Stream<ProcessHandle> all =
        ProcessHandle.of(pid).map(ProcessHandle::children).orElse(Stream.empty())) {
      all.map(ProcessHandle::pid).forEach(children::add);
    }
    return children;
  }
}
