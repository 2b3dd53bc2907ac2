package org.imagebuilder.composer.workers;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.imagebuilder.composer.listeners.WorkerApiConfig;
import org.imagebuilder.composer.operations.StartException;

/** Refuses to start where the listener would cut every poll that waits for its full time. */
@ApplicationScoped
class PollTimeCheck {
  private final WorkersConfig workers;
  private final WorkerApiConfig listener;

  PollTimeCheck(WorkersConfig workers, WorkerApiConfig listener) {
    this.workers = workers;
    this.listener = listener;
  }

  void check(@Observes StartupEvent event) {
    if (!listener.idleTimeout().isZero()
        && workers.pollTime().compareTo(listener.idleTimeout()) >= 0) {
      throw new StartException(
          "an agent would wait for a job for %s, but its connection is closed after %s of silence: make composer.workers.poll-time less than composer.worker-api.idle-timeout."
              .formatted(workers.pollTime(), listener.idleTimeout()));
    }
    if (workers.giveUpAfter().compareTo(workers.noticeAfter()) < 0) {
      throw new StartException(
          "jobs would fail for want of a worker (composer.workers.give-up-after, %s) before their compose says so (composer.workers.notice-after, %s): make the first the longer one."
              .formatted(workers.giveUpAfter(), workers.noticeAfter()));
    }
  }
}
