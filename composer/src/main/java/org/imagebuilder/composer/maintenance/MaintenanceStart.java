package org.imagebuilder.composer.maintenance;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/** Does the maintenance in place of a start: no port is opened and no chore begins. */
@ApplicationScoped
class MaintenanceStart {
  // The schema is up to date by then; everything else would begin later.
  private static final int AFTER_MIGRATIONS = Interceptor.Priority.PLATFORM_BEFORE + 1;
  private static final int DONE = 0;

  private final MaintenanceConfig config;
  private final Maintenance maintenance;

  MaintenanceStart(MaintenanceConfig config, Maintenance maintenance) {
    this.config = config;
    this.maintenance = maintenance;
  }

  void start(@Observes @Priority(AFTER_MIGRATIONS) StartupEvent event) {
    if (config.run()) {
      System.out.println("composer " + maintenance.run().await().indefinitely().inWords());
      Quarkus.asyncExit(DONE);
      // Whatever else would begin now does not; the program ends as it was asked to.
      throw new PreventFurtherStepsException(DONE);
    }
  }
}
