package org.imagebuilder.composer.composes;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.composer.database.Batching;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.Tx;
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
  private final Batching<Entry, Boolean> batching =
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
    return batching.ask(entry);
  }

  private Uni<List<Boolean>> writeTogether(List<Entry> entries) {
    return database.inTransaction(
        tx ->
            store
                .insert(tx, entries.stream().map(Entry::compose).toList())
                .call(written -> enqueue(tx, entries, written))
                .map(
                    written ->
                        entries.stream().map(entry -> written.contains(entry.id())).toList()));
  }

  private Uni<Void> enqueue(Tx tx, List<Entry> entries, Set<UUID> written) {
    List<ClaimedPlan> plans =
        entries.stream().filter(entry -> written.contains(entry.id())).map(Entry::plan).toList();
    return plans.isEmpty() ? Uni.createFrom().voidItem() : jobs.enqueue(tx, plans);
  }
}
