package org.imagebuilder.composer.workers;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.imagebuilder.composer.chores.Chore;
import org.imagebuilder.composer.queue.QueueConfig;

/** The chore of counting agents, as often as jobs are counted. */
@ApplicationScoped
class WorkerCounter {
  private final Chore chore;

  WorkerCounter(WorkerStore store, QueueConfig config, MeterRegistry registry) {
    WorkerMeters meters = new WorkerMeters(registry);
    this.chore =
        new Chore("worker-gauges", config.gaugeEvery(), () -> store.counts().invoke(meters::gauge));
  }

  void start(@Observes StartupEvent event) {
    chore.start();
  }

  void stop(@Observes ShutdownEvent event) {
    chore.stop();
  }
}
