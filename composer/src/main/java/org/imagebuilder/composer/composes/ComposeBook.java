package org.imagebuilder.composer.composes;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.composer.database.Batching;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.jobs.ClaimedPlan;
import org.imagebuilder.composer.jobs.Jobs;

/**
 * Writes composes with all their jobs, each whole or not at all. Requests that come together share
 * a transaction (docs/adr/0024).
 */
@ApplicationScoped
class ComposeBook {
  private static final int MOST = 64;

  /** Shorter than a commit usually takes: one batch is prepared while the disk has the other. */
  private static final Duration PATIENCE = Duration.ofMillis(2);

  private final Database database;
  private final ComposeStore store;
  private final Jobs jobs;
  private final Batching<Entry, UUID> batching =
      new Batching<>(MOST, PATIENCE, this::writeTogether);

  ComposeBook(Database database, ComposeStore store, Jobs jobs) {
    this.database = database;
    this.store = store;
    this.jobs = jobs;
  }

  /** A compose and the jobs that it means. */
  record Entry(NewCompose compose, ClaimedPlan plan) {
    UUID id() {
      return compose.id().value();
    }
  }

  /** Whether it was written; it was not if its idempotency key is taken. */
  Uni<Boolean> write(Entry entry) {
    return batching
        .ask(entry)
        .replaceWith(true)
        .onFailure(KeyTakenException.class)
        .recoverWithItem(false);
  }

  // A taken key fails its batch, whose composes are then written one by one: that is rare, and so
  // nothing has to wait for the answer which of them are new.
  private Uni<List<UUID>> writeTogether(List<Entry> entries) {
    List<UUID> ids = entries.stream().map(Entry::id).toList();
    return database.inTransaction(
        tx ->
            Uni.combine()
                .all()
                .unis(
                    store
                        .insert(tx, entries.stream().map(Entry::compose).toList())
                        .invoke(written -> requireAll(written, ids)),
                    jobs.enqueue(tx, entries.stream().map(Entry::plan).toList()))
                .with((written, enqueued) -> ids));
  }

  private static void requireAll(Set<UUID> written, List<UUID> ids) {
    if (written.size() < ids.size()) {
      throw new KeyTakenException();
    }
  }

  private static final class KeyTakenException extends RuntimeException {
    KeyTakenException() {
      super("the idempotency key is taken", null, false, false);
    }
  }
}
