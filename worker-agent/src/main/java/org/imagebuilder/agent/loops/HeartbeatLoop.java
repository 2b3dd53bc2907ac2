package org.imagebuilder.agent.loops;

import java.time.Duration;
import org.imagebuilder.agent.composer.ComposerException;
import org.imagebuilder.agent.composer.LeaseState;
import org.imagebuilder.agent.composer.Reports;
import org.jboss.logging.Logger;

/** Keeps one lease alive, and stops its job as soon as composer says that it is not wanted. */
final class HeartbeatLoop implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(HeartbeatLoop.class);

  /** A missed heartbeat is repeated sooner, well within the two minutes of a lease. */
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

  private final Reports reports;
  private final RunningJob job;
  private final Duration interval;
  private final Thread thread;

  /** Begins with a heartbeat at once, which confirms the lease. */
  HeartbeatLoop(Reports reports, RunningJob job, Duration interval) {
    this.reports = reports;
    this.job = job;
    this.interval = interval;
    this.thread = Thread.ofVirtual().name("heartbeat-" + job.offer().jobId()).unstarted(this::run);
  }

  HeartbeatLoop start() {
    thread.start();
    return this;
  }

  private void run() {
    try {
      Duration pause = beat();
      while (!pause.isZero()) {
        Thread.sleep(pause);
        pause = beat();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The pause until the next one; zero when there shall be none. */
  private Duration beat() throws InterruptedException {
    try {
      LeaseState state = reports.heartbeat(job.offer().lease());
      return switch (state) {
        case HELD -> interval;
        case CANCELED -> stop(StopReason.CANCELED);
        case LOST -> stop(StopReason.LOST);
      };
    } catch (ComposerException e) {
      LOG.debugf("A heartbeat failed, jobId=%s, reason=%s", job.offer().jobId(), e.getMessage());
      return interval.compareTo(AFTER_FAILURE) < 0 ? interval : AFTER_FAILURE;
    }
  }

  private Duration stop(StopReason reason) {
    LOG.infof("A job is stopped, jobId=%s, reason=%s", job.offer().jobId(), reason);
    job.stop(reason);
    return Duration.ZERO;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
