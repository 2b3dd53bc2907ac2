package org.imagebuilder.agent.loops;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.imagebuilder.agent.composer.ComposerException;
import org.imagebuilder.agent.composer.Reports;
import org.imagebuilder.agent.http.Backoff;
import org.imagebuilder.agent.workspace.Workspaces;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Under which id composer knows this agent. The id outlives the process in the work directory, so
 * that a restarted agent's former leases end at once.
 */
public final class Registration {

  private static final Logger LOG = Logger.getLogger(Registration.class);
  private static final String STATE = "worker-id";
  private static final int UNUSABLE = 400;

  private final Reports reports;
  private final Workspaces workspaces;
  private final Backoff backoff;
  private final Pulses pulses = new Pulses();
  private final Duration longestTurn;
  private final Trouble trouble = new Trouble();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable String previous;
  private volatile @Nullable String current;

  public Registration(Reports reports, Workspaces workspaces, LoopSettings settings) {
    this.reports = reports;
    this.workspaces = workspaces;
    this.backoff = settings.backoff();
    this.longestTurn = settings.longestTurn();
    this.previous = workspaces.state(STATE);
  }

  /** Whether the loops turn that talk to composer. */
  public Pulses pulses() {
    return pulses;
  }

  /** What is wrong with composer, for all who talk to it. */
  Trouble trouble() {
    return trouble;
  }

  /** Waits until composer has given an id. */
  String workerId() throws InterruptedException {
    String known = current;
    if (known != null) {
      return known;
    }
    // Who waits for another loop to register does not hang; that loop may.
    pulses.rest();
    lock.lockInterruptibly();
    try {
      while (current == null) {
        pulses.promise(longestTurn);
        register();
      }
      return requireNonNull(current);
    } finally {
      pulses.rest();
      lock.unlock();
    }
  }

  /** composer does not know this id any more; the next caller registers again. */
  void forget(String workerId) {
    lock.lock();
    try {
      if (workerId.equals(current)) {
        current = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private void register() throws InterruptedException {
    try {
      String id = reports.register(previous);
      workspaces.storeState(STATE, id);
      LOG.infof("Registered with composer, workerId=%s, previousWorkerId=%s", id, previous);
      // Only a restart ends leases: a second registration of this process must not.
      previous = null;
      current = id;
      trouble.over();
      backoff.reset();
    } catch (ComposerException.Refused e) {
      trouble.met(e);
      if (e.status() == UNUSABLE) {
        // It may be the former id that composer does not like.
        previous = null;
      }
      backoff.pause();
    } catch (ComposerException e) {
      trouble.met(e);
      backoff.pause();
    }
  }
}
