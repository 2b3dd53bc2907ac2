package org.imagebuilder.imagebuilder.operations;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.imagebuilder.imagebuilder.composer.ComposerGateway;

/**
 * Whether composer is there, asked at most once within a while, however many probes want to know
 * and however long it takes. What was found, good or bad, holds for that while.
 */
@Singleton
class ComposerWatch {
  private final Uni<Void> seen;

  // Whether somebody is looking now, and when the last look ended.
  private volatile boolean looking;
  private volatile long seenAt;

  @Inject
  ComposerWatch(ComposerGateway composer, OperationsConfig config) {
    this(Uni.createFrom().deferred(composer::checkReady), config.composerSeenFor());
  }

  /**
   * @param look asks composer each time it is subscribed to
   */
  ComposerWatch(Uni<Void> look, Duration holds) {
    this.seen =
        look.onSubscription()
            .invoke(() -> looking = true)
            .onTermination()
            .invoke(this::looked)
            .memoize()
            .until(() -> !looking && System.nanoTime() - seenAt >= holds.toNanos());
  }

  private void looked() {
    seenAt = System.nanoTime();
    looking = false;
  }

  /** Ends well if composer was there when somebody looked last. */
  Uni<Void> ready() {
    return seen;
  }
}
