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
  private final Trouble trouble;
  private final Duration interval;

  public StatusLoop(Reports reports, Registration registration, LoopSettings settings) {
    this.reports = reports;
    this.registration = registration;
    this.trouble = registration.trouble();
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

  private void show(String workerId) throws InterruptedException {
    try {
      reports.present(workerId);
      trouble.over();
    } catch (ComposerException.Refused e) {
      trouble.over();
      LOG.infof("composer has forgotten this worker, workerId=%s", workerId);
      registration.forget(workerId);
    } catch (ComposerException e) {
      trouble.met(e);
    }
  }
}
