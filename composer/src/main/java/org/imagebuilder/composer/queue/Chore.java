package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Work that is done again and again, each time a pause after the last has ended, well or not. That
 * it begins to fail is told once, and that it goes well again.
 */
final class Chore {
  private static final Logger LOG = Logger.getLogger(Chore.class);

  private final String name;
  private final Duration pause;
  private final Supplier<Uni<?>> work;
  private volatile boolean stopped;
  private volatile boolean failing;

  Chore(String name, Duration pause, Supplier<Uni<?>> work) {
    this.name = name;
    this.pause = pause;
    this.work = work;
  }

  void start() {
    ScheduledFuture<?> unused = Later.after(pause, this::once);
  }

  void stop() {
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
            done -> {
              if (failing) {
                failing = false;
                LOG.infof("A chore goes well again chore=%s", name);
              }
              start();
            },
            failure -> {
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
