package org.imagebuilder.imagebuilder.operations;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.imagebuilder.imagebuilder.distributions.DistributionCatalog;
import org.imagebuilder.imagebuilder.requests.RequestBody;
import org.jboss.logging.Logger;

/**
 * Reads at start what would otherwise fail for the first user, data files and allow list; and
 * prepares after it what the first compose would otherwise wait for.
 */
@Singleton
public class StartupChecks {
  private static final Logger LOG = Logger.getLogger(StartupChecks.class);

  /** In milliseconds; it needs the processor that the start needs. */
  private static final long AFTER_THE_START = 100;

  private final DistributionCatalog catalog;
  private final RequestBody bodies;

  StartupChecks(DistributionCatalog catalog, RequestBody bodies) {
    this.catalog = catalog;
    this.bodies = bodies;
  }

  void onStart(@Observes StartupEvent event) {
    var unused =
        Infrastructure.getDefaultWorkerPool()
            .schedule(this::prepare, AFTER_THE_START, TimeUnit.MILLISECONDS);
    // By a word and not by a number, whose format would have to be read first.
    LOG.infof("The catalogue is read distributions=%s", catalog.all().size());
  }

  private void prepare() {
    bodies.prepare("ComposeRequest");
    bodies.prepare("CreateBlueprintRequest");
  }
}
