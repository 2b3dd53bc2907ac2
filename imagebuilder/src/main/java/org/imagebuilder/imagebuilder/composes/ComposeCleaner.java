package org.imagebuilder.imagebuilder.composes;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Forgets composes that are older than is asked for, or says how many there are. */
@Singleton
public class ComposeCleaner {
  private static final Logger LOG = Logger.getLogger(ComposeCleaner.class);

  private final RetentionStore store;
  private final InstantSource clock;

  ComposeCleaner(RetentionStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** How many composes are older than so many months. */
  public Uni<Long> look(int months) {
    return store.count(before(months));
  }

  /**
   * Forgets composes that are older than so many months, deleted or not, and says how many; nothing
   * when another process is doing it now. What is left after {@code atMost} waits for the next
   * time.
   */
  public Uni<Optional<Long>> clean(int months, Duration atMost) {
    Instant end = clock.instant().plus(atMost);
    return told("before")
        .chain(() -> store.delete(before(months), () -> clock.instant().isBefore(end)))
        .call(() -> told("after"));
  }

  private Uni<Void> told(String when) {
    return store
        .statistics()
        .invoke(text -> LOG.infof("The table of composes moment=%s statistics=%s", when, text))
        .replaceWithVoid();
  }

  private LocalDateTime before(int months) {
    return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).minusMonths(months);
  }
}
