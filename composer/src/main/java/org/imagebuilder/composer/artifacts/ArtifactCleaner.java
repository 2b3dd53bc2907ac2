package org.imagebuilder.composer.artifacts;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** The chore of removing files that belong to nothing any more. */
@ApplicationScoped
class ArtifactCleaner {
  private static final Logger LOG = Logger.getLogger(ArtifactCleaner.class);

  private final Vertx vertx;
  private final Artifacts artifacts;
  private final ArtifactsConfig config;

  /** Set while a sweep runs, so that a slow one is not overtaken by the next. */
  private final AtomicBoolean sweeping = new AtomicBoolean();

  private volatile long timer;

  ArtifactCleaner(Vertx vertx, Artifacts artifacts, ArtifactsConfig config) {
    this.vertx = vertx;
    this.artifacts = artifacts;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    if (artifacts.areKept()) {
      timer = vertx.setPeriodic(config.sweepEvery().toMillis(), tick -> sweep());
    }
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
  }

  private void sweep() {
    if (sweeping.compareAndSet(false, true)) {
      artifacts
          .sweep()
          .onTermination()
          .invoke(() -> sweeping.set(false))
          .subscribe()
          .with(swept -> {}, failure -> LOG.warn("Artifacts were not swept", failure));
    }
  }
}
