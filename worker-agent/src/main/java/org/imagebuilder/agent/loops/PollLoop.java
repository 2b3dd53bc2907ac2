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

  /** Whoever says "nothing" within this time has not waited for a job. */
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private final List<String> types;
  private final Reports reports;
  private final Registration registration;
  private final List<Reserve> reserves;
  private final RunningJobs running;
  private final JobRun jobRun;
  private final Backoff backoff;
  private final Pulses pulses;
  private final Duration longestTurn;
  private final Backoff idle;

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
    this.idle = settings.idleBackoff();
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
      long asked = System.nanoTime();
      Optional<Offer> offer = reports.requestJob(types, workerId);
      backoff.reset();
      registration.trouble().over();
      if (offer.isPresent()) {
        // A job takes as long as it takes; its own loop keeps its lease.
        pulses.rest();
        idle.reset();
        jobRun.run(offer.get());
      } else {
        rest(System.nanoTime() - asked);
      }
    } catch (ComposerException.Refused e) {
      registration.trouble().met(e);
      registration.forget(workerId);
      backoff.pause();
    } catch (ComposerException e) {
      if (running.stopping()) {
        return;
      }
      registration.trouble().met(e);
      backoff.pause();
    }
  }

  /** A composer that does not let callers wait would be asked without end. */
  private void rest(long nanos) throws InterruptedException {
    if (nanos < AT_ONCE.toNanos()) {
      idle.pause();
    } else {
      idle.reset();
    }
  }
}
