package org.imagebuilder.composer.workers;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.imagebuilder.composer.jobs.LiveAbilities;

/** Tells planners what the agents that are alive can do. */
@ApplicationScoped
class WorkerAbilities implements LiveAbilities {
  private final WorkerStore store;

  WorkerAbilities(WorkerStore store) {
    this.store = store;
  }

  @Override
  public Uni<Boolean> areLackingEverywhere(String channel, String ability) {
    return store.isLacking(channel, ability);
  }
}
