package org.imagebuilder.imagebuilder.maintenance;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.imagebuilder.imagebuilder.errors.StartException;

/** Does the maintenance in place of a start: no port is opened and no chore begins. */
@Singleton
class MaintenanceStart {
  // The schema is up to date by then; everything else would begin later.
  private static final int AFTER_MIGRATIONS = 11;
  private static final int DONE = 0;

  private final MaintenanceConfig config;
  private final Maintenance maintenance;

  MaintenanceStart(MaintenanceConfig config, Maintenance maintenance) {
    this.config = config;
    this.maintenance = maintenance;
  }

  void start(@Observes @Priority(AFTER_MIGRATIONS) StartupEvent event) {
    if (!config.run()) {
      return;
    }
    System.out.println("imagebuilder " + report());
    Quarkus.asyncExit(DONE);
    throw new PreventFurtherStepsException(DONE);
  }

  private String report() {
    return maintenance
        .once()
        .onFailure()
        .transform(failure -> new StartException("maintenance failed: " + failure.getMessage()))
        .await()
        .indefinitely();
  }
}
