package org.imagebuilder.composer.limits;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is under way, up to a limit. */
public final class InFlight {
  private final int limit;
  private final AtomicInteger count = new AtomicInteger();

  public InFlight(int limit) {
    this.limit = limit;
  }

  /** True when there is room for one more; whoever was let in has to {@link #leave}. */
  public boolean enter() {
    if (count.incrementAndGet() <= limit) {
      return true;
    }
    count.decrementAndGet();
    return false;
  }

  public void leave() {
    count.decrementAndGet();
  }
}
