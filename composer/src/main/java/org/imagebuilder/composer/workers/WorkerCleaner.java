package org.imagebuilder.composer.workers;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** The chore of forgetting agents that were not heard of for long. */
@ApplicationScoped
class WorkerCleaner {
  private static final Logger LOG = Logger.getLogger(WorkerCleaner.class);

  private final Vertx vertx;
  private final Workers workers;
  private final WorkersConfig config;
  private volatile long timer;

  WorkerCleaner(Vertx vertx, Workers workers, WorkersConfig config) {
    this.vertx = vertx;
    this.workers = workers;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    timer = vertx.setPeriodic(config.cleanEvery().toMillis(), tick -> clean());
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
  }

  private void clean() {
    workers
        .forgetSilent()
        .subscribe()
        .with(
            forgotten -> {
              if (forgotten > 0) {
                LOG.infof("Forgot silent workers workers=%d", forgotten);
              }
            },
            failure -> LOG.warn("Silent workers were not forgotten", failure));
  }
}
