package org.imagebuilder.composer.listeners;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while agents can come in. */
@Readiness
@ApplicationScoped
class WorkerListenerCheck implements HealthCheck {
  private final WorkerListener workers;

  WorkerListenerCheck(WorkerListener workers) {
    this.workers = workers;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("worker API")
        .status(workers.isOpen())
        .withData("port", workers.port())
        .build();
  }
}
