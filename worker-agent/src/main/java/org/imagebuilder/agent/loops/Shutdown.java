package org.imagebuilder.agent.loops;

import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Stops the agent: takes no more jobs, lets the running ones end for a while, hands back the rest.
 */
public final class Shutdown {

  private static final Logger LOG = Logger.getLogger(Shutdown.class);

  /** Stopping tools and telling composer takes no longer, or it will not work at all. */
  private static final Duration HAND_BACK = Duration.ofSeconds(8);

  private final RunningJobs running;
  private final Duration grace;

  public Shutdown(RunningJobs running, LoopSettings settings) {
    this.running = running;
    this.grace = settings.shutdownGrace();
  }

  /** Returns when nothing of any job is running any more. */
  public void run() {
    running.refuseMore();
    try {
      if (running.awaitNone(grace)) {
        LOG.info("The agent stops; no job is running");
        return;
      }
      LOG.info("The agent stops; running jobs are handed back");
      running.stopAll(StopReason.SHUTDOWN);
      if (!running.awaitNone(HAND_BACK)) {
        LOG.warn("The agent stops although a job did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
