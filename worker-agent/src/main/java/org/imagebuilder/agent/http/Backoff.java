package org.imagebuilder.agent.http;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses that double from failure to failure, each with half of it left to chance, so that many
 * agents do not come back in step. Not for use by two threads at once.
 */
public final class Backoff {

  private final Duration initial;
  private final Duration longest;
  private final RandomGenerator random;
  private Duration next;

  public Backoff(Duration initial, Duration longest, RandomGenerator random) {
    this.initial = initial;
    this.longest = longest;
    this.random = random;
    this.next = initial;
  }

  public void reset() {
    next = initial;
  }

  public Duration nextPause() {
    long nanos = next.toNanos();
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(longest) > 0 ? longest : doubled;
    return Duration.ofNanos(nanos / 2 + random.nextLong(nanos / 2 + 1));
  }

  public void pause() throws InterruptedException {
    Thread.sleep(nextPause());
  }
}
