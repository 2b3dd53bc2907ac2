package org.imagebuilder.agent.loops;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.imagebuilder.agent.composer.ComposerException;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.composer.Reports;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends a job's progress: the first steps at once, what happens within a step and later steps at
 * most once per interval, and then the newest. Never holds up the job.
 */
final class ProgressReports implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(ProgressReports.class);
  private static final int AT_ONCE = 30;

  private final Reports reports;
  private final Lease lease;
  private final Duration interval;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable JobProgress latest;
  private final Thread thread;

  ProgressReports(Reports reports, Lease lease, Duration interval) {
    this.reports = reports;
    this.lease = lease;
    this.interval = interval;
    this.thread = Thread.ofVirtual().name("progress").unstarted(this::run);
  }

  ProgressReports start() {
    thread.start();
    return this;
  }

  void report(JobProgress progress) {
    lock.lock();
    try {
      latest = progress;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      JobProgress sent = next(null, 0);
      for (int left = AT_ONCE - 1; ; left--) {
        send(sent);
        sent = next(sent, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next one to send: a new step while some are left, else the newest after the interval. */
  private JobProgress next(@Nullable JobProgress sent, int left) throws InterruptedException {
    long pause = sent == null ? 0 : interval.toNanos();
    lock.lockInterruptibly();
    try {
      while (true) {
        JobProgress progress = latest;
        boolean atOnce = progress != null && left > 0 && isAnotherStep(progress, sent);
        if (progress != null && (atOnce || pause <= 0)) {
          latest = null;
          return progress;
        }
        if (pause > 0) {
          pause = changed.awaitNanos(pause);
        } else {
          changed.await();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean isAnotherStep(JobProgress progress, @Nullable JobProgress sent) {
    return sent == null
        || !sent.getMessage().equals(progress.getMessage())
        || !sent.getDone().equals(progress.getDone());
  }

  private void send(JobProgress progress) throws InterruptedException {
    try {
      reports.progress(lease, progress);
    } catch (ComposerException e) {
      LOG.debugf("Progress could not be reported, reason=%s", e.getMessage());
    }
  }

  /** Returns when nothing more is being sent, so that the end is the last word. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
