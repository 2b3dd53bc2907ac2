package org.imagebuilder.composer.artifacts;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.imagebuilder.composer.chores.Chore;

/** The chore of removing files that belong to nothing any more. */
@ApplicationScoped
class ArtifactCleaner {
  private final Artifacts artifacts;
  private final Chore chore;

  ArtifactCleaner(Artifacts artifacts, ArtifactsConfig config) {
    this.artifacts = artifacts;
    this.chore = new Chore("artifacts", config.sweepEvery(), artifacts::sweep);
  }

  void start(@Observes StartupEvent event) {
    if (artifacts.areKept()) {
      chore.start();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    chore.stop();
  }
}
