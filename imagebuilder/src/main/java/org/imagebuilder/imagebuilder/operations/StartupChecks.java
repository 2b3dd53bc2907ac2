package org.imagebuilder.imagebuilder.operations;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.imagebuilder.imagebuilder.distributions.DistributionCatalog;
import org.imagebuilder.imagebuilder.requests.RequestBody;
import org.jboss.logging.Logger;

/**
 * Reads at start what would otherwise fail for the first user, data files and allow list; and
 * prepares beside it what the first user would otherwise wait for.
 */
@Singleton
public class StartupChecks {
  private static final Logger LOG = Logger.getLogger(StartupChecks.class);

  private final DistributionCatalog catalog;
  private final RequestBody bodies;

  StartupChecks(DistributionCatalog catalog, RequestBody bodies) {
    this.catalog = catalog;
    this.bodies = bodies;
  }

  void onStart(@Observes StartupEvent event) {
    Infrastructure.getDefaultWorkerPool().execute(() -> bodies.prepare("ComposeRequest"));
    Infrastructure.getDefaultWorkerPool().execute(() -> bodies.prepare("CreateBlueprintRequest"));
    LOG.infof("The catalogue is read distributions=%d", catalog.all().size());
  }
}
