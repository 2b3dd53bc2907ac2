package org.imagebuilder.composer.workers;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.imagebuilder.composer.jobs.LiveAbilities;

/** Tells planners what the agents that are alive can do. */
@ApplicationScoped
class WorkerAbilities implements LiveAbilities {
  private final WorkerStore store;
  private final AskedTypes asked;
  private final WorkersConfig config;

  WorkerAbilities(WorkerStore store, AskedTypes asked, WorkersConfig config) {
    this.store = store;
    this.asked = asked;
    this.config = config;
  }

  @Override
  public Uni<Boolean> areLackingEverywhere(String channel, String ability) {
    return store.isLacking(channel, ability);
  }

  @Override
  public Optional<Duration> unaskedFor(String channel, String queueType) {
    return Optional.of(config.noticeAfter())
        .filter(silence -> asked.isUnasked(channel, queueType, silence));
  }
}
