package org.imagebuilder.agent.loops;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.composer.ComposerException;
import org.imagebuilder.agent.composer.Offer;
import org.imagebuilder.agent.composer.Reports;
import org.imagebuilder.agent.http.Backoff;
import org.imagebuilder.agent.workspace.Reserve;
import org.jboss.logging.Logger;

/** Asks for jobs of one lane and runs them, one at a time, until the agent stops. */
public final class PollLoop implements Runnable {

  private static final Logger LOG = Logger.getLogger(PollLoop.class);

  private final List<String> types;
  private final Reports reports;
  private final Registration registration;
  private final List<Reserve> reserves;
  private final RunningJobs running;
  private final JobRun jobRun;
  private final Backoff backoff;
  private final Pulses pulses;
  private final Duration longestTurn;

  public PollLoop(
      List<String> types,
      Reports reports,
      Registration registration,
      List<Reserve> reserves,
      RunningJobs running,
      JobRun jobRun,
      LoopSettings settings) {
    this.types = List.copyOf(types);
    this.reports = reports;
    this.registration = registration;
    this.reserves = List.copyOf(reserves);
    this.running = running;
    this.jobRun = jobRun;
    this.backoff = settings.backoff();
    this.pulses = registration.pulses();
    this.longestTurn = settings.longestTurn();
  }

  @Override
  public void run() {
    try {
      while (!running.stopping()) {
        try {
          turn();
        } catch (RuntimeException e) {
          LOG.error("Asking for jobs broke down; the loop goes on", e);
          backoff.pause();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      pulses.rest();
    }
  }

  private void turn() throws InterruptedException {
    pulses.promise(longestTurn);
    if (!reserves.stream().allMatch(Reserve::suffices)) {
      backoff.pause();
      return;
    }
    String workerId = registration.workerId();
    pulses.promise(longestTurn);
    pulses.polls();
    try {
      Optional<Offer> offer = reports.requestJob(types, workerId);
      backoff.reset();
      if (offer.isPresent()) {
        // A job takes as long as it takes; its own loop keeps its lease.
        pulses.rest();
        jobRun.run(offer.get());
      }
    } catch (ComposerException.Refused e) {
      LOG.warnf("composer refuses to give jobs, answer=%s", e.getMessage());
      registration.forget(workerId);
      backoff.pause();
    } catch (ComposerException e) {
      if (running.stopping()) {
        return;
      }
      LOG.warnf("composer cannot be reached for jobs, reason=%s", e.getMessage());
      backoff.pause();
    }
  }
}
