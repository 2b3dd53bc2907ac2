package org.imagebuilder.agent.debian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imagebuilder.agent.contract.worker.model.DebianPackage;

/**
 * Whether a tree may grow in memory: package installation waits for the disk more than for anything
 * else, and a tree in memory also leaves nothing behind.
 */
final class Memory {

  private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB$");

  /** Packages unpack to some five times their size; the initrd and the like come on top. */
  private static final long GROWTH = 10;

  /** What the rest of the machine keeps. */
  private static final long RESERVE = 2L << 30;

  private Memory() {}

  /** Bytes that the tree may take, or none when it must lie on disk. */
  static OptionalLong forTree(List<DebianPackage> packages) {
    try {
      return forTree(packages, Files.readString(Path.of("/proc/meminfo")));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  static OptionalLong forTree(List<DebianPackage> packages, String memoryInformation) {
    Matcher available = AVAILABLE.matcher(memoryInformation);
    long needed = GROWTH * packages.stream().mapToLong(DebianPackage::getSize).sum();
    if (!available.find()) {
      return OptionalLong.empty();
    }
    long spare = Long.parseLong(available.group(1)) * 1024 - RESERVE;
    return spare >= needed ? OptionalLong.of(spare) : OptionalLong.empty();
  }
}
