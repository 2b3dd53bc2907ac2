package org.imagebuilder.imagebuilder.limits;

import java.time.Duration;

/**
 * So many calls at once, which come back evenly within a time. Its whole state is one moment: that
 * at which it is full again.
 */
record Allowance(int calls, Duration within) {
  private static final long SECOND = 1_000_000_000L;

  /**
   * What becomes of a call: whether it may pass, what is left, for how many seconds to wait, and
   * when the allowance is full again, in nanoseconds.
   */
  record Verdict(boolean passes, long remaining, long resetSeconds, long fullAt) {}

  Allowance {
    if (calls < 0 || within.toNanos() < 1) {
      throw new IllegalArgumentException(
          "imagebuilder.limits: calls must not be negative and within must be longer than nothing");
    }
  }

  boolean isBounded() {
    return calls > 0;
  }

  /** A call at a moment, both times in nanoseconds. */
  Verdict take(long fullAt, long now) {
    long step = Math.max(1, within.toNanos() / calls);
    long empty = now + step * calls;
    // Not before now, for it is full at most; not beyond empty, should the clock have been set
    // back.
    long before = Math.min(Math.max(fullAt, now), empty);
    long after = before + step;
    boolean passes = after <= empty;
    long left = passes ? (empty - after) / step : 0;
    long nextPasses = (passes ? after : before) + step - empty;
    long wait = left > 0 ? after - now : nextPasses;
    return new Verdict(
        passes, left, Math.max(1, -Math.floorDiv(-wait, SECOND)), passes ? after : before);
  }
}
