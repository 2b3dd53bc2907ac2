package org.imagebuilder.composer.distributions;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Reads the configured aliases at the start, for the catalogue itself waits for a request. */
@ApplicationScoped
class AliasCheck {
  private final DistributionsConfig config;

  AliasCheck(DistributionsConfig config) {
    this.config = config;
  }

  void check(@Observes StartupEvent event) {
    DistributionCatalog.aliases(config);
  }
}
