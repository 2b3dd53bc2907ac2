package org.imagebuilder.agent.loops;

import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Protects the machine while jobs run on it, and takes no more of them once it is told to go away.
 * The process stays: a new one would ask for jobs again.
 */
public final class MachineLoop implements Runnable {

  private static final Logger LOG = Logger.getLogger(MachineLoop.class);

  private final Machine machine;
  private final RunningJobs running;
  private final Shutdown shutdown;
  private final Duration interval;
  private @Nullable Boolean told;

  public MachineLoop(
      Machine machine, RunningJobs running, LoopSettings settings, Duration interval) {
    this.machine = machine;
    this.running = running;
    this.shutdown = new Shutdown(running, settings);
    this.interval = interval;
  }

  @Override
  public void run() {
    try {
      while (!running.stopping()) {
        turn();
        Thread.sleep(interval);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn() throws InterruptedException {
    boolean busy = running.busy();
    if (told == null || told != busy) {
      machine.protect(busy);
      told = busy;
    }
    Optional<String> notice = machine.notice();
    if (notice.isPresent()) {
      LOG.warnf("The machine goes away: no more jobs are taken, notice=%s", notice.get());
      shutdown.run();
    }
  }
}
