package org.imagebuilder.agent.loops;

import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tells the service manager when the agent asks for jobs, and from then on that its loops turn. A
 * loop that hangs ends the messages, and the service manager the process.
 */
public final class WatchdogLoop implements Runnable {

  private static final Logger LOG = Logger.getLogger(WatchdogLoop.class);

  /** An agent that waits for composer has started as well as it can. */
  private static final Duration WAITING = Duration.ofSeconds(30);

  private final ServiceManager manager;
  private final Pulses pulses;
  private final Optional<Duration> limit;
  private final Duration waiting;
  private boolean isHanging;

  /**
   * A loop.
   *
   * @param limit how long the manager waits for a message; empty: it does not
   */
  public WatchdogLoop(ServiceManager manager, Pulses pulses, Optional<Duration> limit) {
    this(manager, pulses, limit, WAITING);
  }

  WatchdogLoop(ServiceManager manager, Pulses pulses, Optional<Duration> limit, Duration waiting) {
    this.manager = manager;
    this.pulses = pulses;
    this.limit = limit;
    this.waiting = waiting;
  }

  @Override
  public void run() {
    try {
      while (!pulses.awaitPoll(waiting)) {
        if (turns()) {
          manager.tell("STATUS=Waiting for composer", moreTime());
        }
      }
      manager.tell("READY=1", "STATUS=Asking for jobs");
      while (limit.isPresent()) {
        Thread.sleep(limit.get().dividedBy(2));
        if (turns()) {
          manager.tell("WATCHDOG=1");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String moreTime() {
    return "EXTEND_TIMEOUT_USEC=%d".formatted(waiting.multipliedBy(3).toNanos() / 1_000);
  }

  private boolean turns() {
    Optional<String> late = pulses.late();
    if (late.isPresent() && !isHanging) {
      LOG.errorf("A loop hangs; the service manager is told nothing, loop=%s", late.get());
    }
    isHanging = late.isPresent();
    return !isHanging;
  }
}
