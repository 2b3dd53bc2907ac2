package org.imagebuilder.composer.chores;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Work that is done again and again, each time a pause after the last has ended, well or not. That
 * it begins to fail is told once, and that it goes well again; each time is counted.
 */
public final class Chore {
  private static final Logger LOG = Logger.getLogger(Chore.class);

  private final String name;
  private final Duration pause;
  private final Supplier<Uni<?>> work;
  private final Counter done;
  private final Counter failed;
  private volatile boolean stopped;
  private volatile boolean failing;

  /**
   * @param name what operators are told about
   * @param pause from the end of one time to the begin of the next
   * @param work done each time; its Uni ends when it is done
   */
  public Chore(String name, Duration pause, Supplier<Uni<?>> work) {
    this.name = name;
    this.pause = pause;
    this.work = work;
    this.done = counter("done");
    this.failed = counter("failed");
  }

  private Counter counter(String outcome) {
    return Metrics.counter("image_builder_composer_chore_runs", "chore", name, "outcome", outcome);
  }

  /** Begins after a pause, for nothing is due yet when a program has just started. */
  public void start() {
    ScheduledFuture<?> unused = Later.after(pause, this::once);
  }

  /** Lets the last time come to its end, and begins no more. */
  public void stop() {
    stopped = true;
  }

  private void once() {
    if (stopped) {
      return;
    }
    Uni.createFrom()
        .deferred(() -> work.get().replaceWithVoid())
        .subscribe()
        .with(
            ended -> {
              done.increment();
              if (failing) {
                failing = false;
                LOG.infof("A chore goes well again chore=%s", name);
              }
              start();
            },
            failure -> {
              failed.increment();
              tell(failure);
              start();
            });
  }

  private void tell(Throwable failure) {
    if (failing) {
      LOG.debugf(failure, "A chore failed once more chore=%s", name);
    } else {
      failing = true;
      LOG.warnf(
          "A chore fails and will be tried again and again chore=%s reason=%s",
          name, failure.getMessage());
    }
  }
}
