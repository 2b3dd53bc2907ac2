package org.imagebuilder.composer.workers;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.imagebuilder.composer.chores.Chore;
import org.jboss.logging.Logger;

/** The chore of forgetting agents that were not heard of for long. */
@ApplicationScoped
class WorkerCleaner {
  private static final Logger LOG = Logger.getLogger(WorkerCleaner.class);

  private final Workers workers;
  private final Chore chore;

  WorkerCleaner(Workers workers, WorkersConfig config) {
    this.workers = workers;
    this.chore = new Chore("workers", config.cleanEvery(), this::clean);
  }

  void start(@Observes StartupEvent event) {
    chore.start();
  }

  void stop(@Observes ShutdownEvent event) {
    chore.stop();
  }

  private Uni<?> clean() {
    return workers
        .forgetSilent()
        .invoke(
            forgotten -> {
              if (forgotten > 0) {
                LOG.infof("Forgot silent workers workers=%d", forgotten);
              }
            });
  }
}
