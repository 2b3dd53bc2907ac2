package org.imagebuilder.composer.composes;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.Tx;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.jobs.PlanState;
import org.imagebuilder.composer.tenants.Tenant;
import org.jboss.logging.Logger;

/** Forgetting a compose because its tenant wants so. */
@ApplicationScoped
class ComposeRemoval {
  private static final Logger LOG = Logger.getLogger(ComposeRemoval.class);

  private final ComposeStore store;
  private final Jobs jobs;
  private final Artifacts artifacts;
  private final Database database;

  ComposeRemoval(ComposeStore store, Jobs jobs, Artifacts artifacts, Database database) {
    this.store = store;
    this.jobs = jobs;
    this.artifacts = artifacts;
    this.database = database;
  }

  /** Removes an ended compose with jobs and files, or refuses and changes nothing. */
  Uni<Void> remove(Tenant tenant, UUID id) {
    return store
        .known(tenant, id)
        .flatMap(compose -> jobs.stateOf(id))
        .invoke(state -> check(id, state))
        .flatMap(state -> database.inTransaction(tx -> forget(tx, id)))
        .flatMap(leases -> removeFiles(id, leases));
  }

  private static void check(UUID id, PlanState state) {
    switch (state) {
      case UNDER_WAY ->
          throw ErrorCode.DELETING_JOB.because(
              "Cannot delete job before job is finished or cancelled: " + id);
      case HELD ->
          throw ErrorCode.DELETING_JOB.because(
              "A worker has not noticed yet that the compose was cancelled, try again: " + id);
      case UNKNOWN, OVER -> {}
    }
  }

  /** The leases whose files nothing refers to any more. */
  private Uni<Set<UUID>> forget(Tx tx, UUID id) {
    return artifacts
        .leasesOfPlan(tx, id)
        .flatMap(
            leases ->
                jobs.delete(tx, id)
                    .flatMap(
                        deleted ->
                            deleted
                                ? Uni.createFrom().item(leases)
                                // A clone needs its results; the tenant's compose is gone anyway.
                                : store.delete(tx, id).replaceWith(Set.<UUID>of())));
  }

  /** The compose is gone already; what cannot be removed now is swept up later. */
  private Uni<Void> removeFiles(UUID id, Set<UUID> leases) {
    return artifacts
        .removeFiles(leases)
        .onFailure()
        .invoke(failure -> LOG.warnf(failure, "Files of a removed compose stay composeId=%s", id))
        .onFailure()
        .recoverWithNull();
  }
}
