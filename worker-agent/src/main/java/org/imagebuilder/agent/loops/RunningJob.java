package org.imagebuilder.agent.loops;

import java.util.concurrent.atomic.AtomicReference;
import org.imagebuilder.agent.composer.Offer;
import org.jspecify.annotations.Nullable;

/** A job that is being run; it can be stopped once, for one reason, the first one that comes. */
final class RunningJob {

  private final Offer offer;
  private final AtomicReference<@Nullable StopReason> stopped = new AtomicReference<>();
  private volatile @Nullable Thread thread;

  RunningJob(Offer offer) {
    this.offer = offer;
  }

  Offer offer() {
    return offer;
  }

  /** The thread to interrupt when the job has to stop. */
  void runsOn(Thread jobThread) {
    thread = jobThread;
    if (stopped.get() != null) {
      jobThread.interrupt();
    }
  }

  void stop(StopReason reason) {
    if (stopped.compareAndSet(null, reason)) {
      Thread jobThread = thread;
      if (jobThread != null) {
        jobThread.interrupt();
      }
    }
  }

  @Nullable StopReason stopped() {
    return stopped.get();
  }
}
