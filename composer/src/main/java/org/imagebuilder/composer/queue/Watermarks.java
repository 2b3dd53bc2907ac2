package org.imagebuilder.composer.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The lowest tags at which jobs may still be ready, as far as this process knows. Takes start their
 * scan there: below lie only the dead index entries of jobs that were taken, which pile up while
 * another transaction keeps an old snapshot. A mistake costs a second, for then a scan from the
 * very start is due.
 */
final class Watermarks {
  private static final long FULL_SCAN_NANOS = Duration.ofSeconds(1).toNanos();

  // Workers may ask for types that nobody ever heard of, each of which gets a mark.
  private static final int MOST = 10_000;

  private final LongSupplier nanoTime;
  private final Map<Key, Mark> marks = new HashMap<>();
  private long jobsTaken;

  Watermarks(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Where to start a scan for jobs of this type. */
  synchronized Start start(String channel, String queueType) {
    Mark mark = mark(channel, queueType);
    long now = nanoTime.getAsLong();
    if (!mark.scanned || now - mark.fullScanAt > FULL_SCAN_NANOS) {
      mark.scanned = true;
      mark.fullScanAt = now;
      return new Start(Double.NEGATIVE_INFINITY, mark.lowered);
    }
    return new Start(mark.low, mark.lowered);
  }

  /** A take that began at {@code start} got every ready job below {@code tag}. */
  synchronized void taken(String channel, String queueType, Start start, double tag) {
    jobsTaken++;
    Mark mark = mark(channel, queueType);
    // A job that became ready while the take ran may lie below; then the old mark stands.
    if (mark.lowered == start.lowered()) {
      mark.low = tag;
    }
  }

  /** How many jobs this process has taken, of all channels. */
  synchronized long jobsTaken() {
    return jobsTaken;
  }

  /** A job is ready at this tag. */
  synchronized void ready(Ready ready) {
    Mark mark = mark(ready.channel(), ready.queueType());
    mark.low = Math.min(mark.low, ready.tag());
    mark.lowered++;
  }

  /** The marks of a channel's types, for a look at the heads of their lines. */
  synchronized Map<String, Double> ofChannel(String channel) {
    Map<String, Double> lows = new HashMap<>();
    marks.forEach(
        (key, mark) -> {
          if (key.channel().equals(channel)) {
            lows.put(key.queueType(), mark.low);
          }
        });
    return lows;
  }

  /** Forgets everything: signals may have been missed. */
  synchronized void forget() {
    marks.clear();
  }

  /** Forgets channels on which nobody polls any more. */
  synchronized void retain(Collection<String> channels) {
    marks.keySet().removeIf(key -> !channels.contains(key.channel()));
  }

  private Mark mark(String channel, String queueType) {
    if (marks.size() >= MOST && !marks.containsKey(new Key(channel, queueType))) {
      marks.clear();
    }
    return marks.computeIfAbsent(new Key(channel, queueType), key -> new Mark());
  }

  /** Where a scan starts, and what was known then. */
  record Start(double tag, long lowered) {}

  private record Key(String channel, String queueType) {}

  private static final class Mark {
    private double low = Double.NEGATIVE_INFINITY;
    private long lowered;
    private long fullScanAt;
    private boolean scanned;
  }
}
