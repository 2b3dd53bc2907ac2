package org.imagebuilder.composer.chores;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Something small that is done after a while, off the event loops. */
public final class Later {
  private static final Logger LOG = Logger.getLogger(Later.class);

  private Later() {}

  /** Does it then, unless the future is cancelled before; a failure is logged, not lost. */
  public static ScheduledFuture<?> after(Duration pause, Runnable work) {
    return Infrastructure.getDefaultWorkerPool()
        .schedule(
            () -> {
              try {
                work.run();
              } catch (RuntimeException failure) {
                LOG.error("Something that was put off failed", failure);
              }
            },
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
  }
}
