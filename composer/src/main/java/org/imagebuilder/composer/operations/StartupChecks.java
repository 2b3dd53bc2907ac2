package org.imagebuilder.composer.operations;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import org.imagebuilder.composer.artifacts.Artifacts;

/** Refuses to start where composer would fail later, and says what to change. */
@ApplicationScoped
class StartupChecks {
  private final Artifacts artifacts;

  StartupChecks(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  void check(@Observes StartupEvent event) {
    if (!artifacts.areKept()) {
      return;
    }
    try {
      artifacts.prepare();
    } catch (IOException e) {
      throw new StartException(
          "the directory for artifacts (composer.artifacts.directory), %s, cannot be written to: %s. Name another, or switch them off by composer.artifacts.enabled=false."
              .formatted(artifacts.directory(), e),
          e);
    }
  }
}
