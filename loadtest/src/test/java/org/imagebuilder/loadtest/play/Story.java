package org.imagebuilder.loadtest.play;

import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long a story goes on; it begins when the first of its people asks. Whoever plays in a loop
 * asks before each turn, so that nobody's last call is cut off.
 */
public final class Story {
  private final Duration length;
  private final AtomicLong end = new AtomicLong();

  public Story(Duration length) {
    this.length = length;
  }

  /** Whether there is time for another turn. */
  public boolean goesOn(Session whoever) {
    long now = System.nanoTime();
    return now - end.updateAndGet(known -> known == 0 ? now + length.toNanos() : known) < 0;
  }
}
