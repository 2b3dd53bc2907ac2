package org.imagebuilder.agent.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Something of this machine that has to be left before another job begins. Says once that there is
 * too little, and once that there is enough again, however many ask.
 */
public final class Reserve {

  private static final Logger LOG = Logger.getLogger(Reserve.class);
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB$");

  private final String what;
  private final Supplier<OptionalLong> left;
  private final long minimum;
  private final AtomicBoolean isShort = new AtomicBoolean();

  Reserve(String what, Supplier<OptionalLong> left, long minimum) {
    this.what = what;
    this.left = left;
    this.minimum = minimum;
  }

  /** Free space where jobs work. */
  public static Reserve ofDisk(Workspaces workspaces, long minimum) {
    return new Reserve(
        "disk space in " + workspaces.root(),
        () -> OptionalLong.of(workspaces.freeSpace()),
        minimum);
  }

  /** Memory that programs could have without swapping. */
  public static Reserve ofMemory(long minimum) {
    return new Reserve("memory", Reserve::availableMemory, minimum);
  }

  /** Empty where the machine does not say. */
  public static OptionalLong availableMemory() {
    try {
      Matcher available = AVAILABLE.matcher(Files.readString(MEMORY));
      return available.find()
          ? OptionalLong.of(Long.parseLong(available.group(1)) << 10)
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Whether another job may begin. */
  public boolean suffices() {
    OptionalLong now = left.get();
    boolean enough = now.isEmpty() || now.getAsLong() >= minimum;
    if (enough && isShort.compareAndSet(true, false)) {
      LOG.infof("Jobs are taken again: there is enough %s", what);
    } else if (!enough && isShort.compareAndSet(false, true)) {
      LOG.errorf(
          "No job is taken for lack of %s, leftMebibytes=%d, neededMebibytes=%d",
          what, now.getAsLong() >> 20, minimum >> 20);
    }
    return enough;
  }
}
