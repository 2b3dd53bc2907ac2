package org.imagebuilder.agent.loops;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether the loops turn: each promises how soon it will be heard of again, and one that does not
 * keep its word hangs.
 */
public final class Pulses {

  /** Longer than composer lets anybody wait, with all that a call may need besides. */
  static final Duration CALL = Duration.ofMinutes(3);

  private final Map<Thread, Long> promises = new ConcurrentHashMap<>();
  private final CountDownLatch polled = new CountDownLatch(1);

  /** The calling loop will be heard of within this time. */
  void promise(Duration within) {
    promises.put(Thread.currentThread(), System.nanoTime() + within.toNanos());
  }

  /** The calling loop waits for something that takes as long as it takes, or is over. */
  void rest() {
    promises.remove(Thread.currentThread());
  }

  /** The agent asks for jobs. */
  void polls() {
    polled.countDown();
  }

  /** Waits until the agent asks for jobs for the first time; false when that takes too long. */
  boolean awaitPoll(Duration atMost) throws InterruptedException {
    return polled.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The name of a loop that hangs. */
  Optional<String> late() {
    long now = System.nanoTime();
    return promises.entrySet().stream()
        .filter(promise -> now - promise.getValue() > 0)
        .map(promise -> promise.getKey().getName())
        .findFirst();
  }
}
