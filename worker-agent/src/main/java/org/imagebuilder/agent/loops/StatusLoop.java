package org.imagebuilder.agent.loops;

import java.time.Duration;
import org.imagebuilder.agent.composer.ComposerException;
import org.imagebuilder.agent.composer.Reports;
import org.jboss.logging.Logger;

/** Shows composer that the agent is there, and registers again when composer has forgotten it. */
public final class StatusLoop implements Runnable {

  private static final Logger LOG = Logger.getLogger(StatusLoop.class);

  private final Reports reports;
  private final Registration registration;
  private final Duration interval;

  public StatusLoop(Reports reports, Registration registration, LoopSettings settings) {
    this.reports = reports;
    this.registration = registration;
    this.interval = settings.statusInterval();
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        String workerId = registration.workerId();
        registration.pulses().promise(interval.plus(Pulses.CALL));
        Thread.sleep(interval);
        show(workerId);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      registration.pulses().rest();
    }
  }

  private void show(String workerId) {
    try {
      reports.present(workerId);
    } catch (ComposerException.Refused e) {
      LOG.infof("composer has forgotten this worker, workerId=%s", workerId);
      registration.forget(workerId);
    } catch (ComposerException e) {
      LOG.debugf("composer cannot be reached, reason=%s", e.getMessage());
    }
  }
}
