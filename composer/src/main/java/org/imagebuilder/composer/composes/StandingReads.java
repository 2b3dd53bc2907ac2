package org.imagebuilder.composer.composes;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.composer.database.Batching;
import org.imagebuilder.composer.jobs.JobReport;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.tenants.Tenant;

/**
 * Reads where composes stand, for all that ask at the same time with two questions to the database
 * (docs/adr/0024).
 */
@ApplicationScoped
class StandingReads {
  private static final int MOST = 64;
  private static final Duration PATIENCE = Duration.ofMillis(10);

  private final ComposeStore store;
  private final Jobs jobs;
  private final Batching<ComposeStore.Owned, List<JobReport>> batching =
      new Batching<>(MOST, PATIENCE, this::readTogether);

  StandingReads(ComposeStore store, Jobs jobs) {
    this.store = store;
    this.jobs = jobs;
  }

  /** The jobs of one of the tenant's composes; empty where the tenant has no such compose. */
  Uni<List<JobReport>> of(Tenant tenant, UUID id) {
    return batching.ask(new ComposeStore.Owned(tenant.name(), id));
  }

  private Uni<List<List<JobReport>>> readTogether(List<ComposeStore.Owned> asked) {
    Set<UUID> ids = Set.copyOf(asked.stream().map(ComposeStore.Owned::id).toList());
    return store
        .owned(ids)
        .flatMap(
            owned ->
                jobs.ofPlans(ids)
                    .map(
                        plans ->
                            asked.stream()
                                .map(
                                    each ->
                                        owned.contains(each)
                                            ? plans.getOrDefault(each.id(), List.of())
                                            : List.<JobReport>of())
                                .toList()));
  }
}
