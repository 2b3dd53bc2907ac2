package org.imagebuilder.composer.artifacts;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.File;
import java.util.function.ToDoubleFunction;
import org.imagebuilder.composer.chores.Chore;

/** The chore of removing files that belong to nothing any more, and how much room there is. */
@ApplicationScoped
class ArtifactCleaner {
  private static final String PREFIX = "image_builder_composer_artifacts_";

  private final Artifacts artifacts;
  private final MeterRegistry meters;
  private final Chore chore;

  ArtifactCleaner(Artifacts artifacts, ArtifactsConfig config, MeterRegistry meters) {
    this.artifacts = artifacts;
    this.meters = meters;
    this.chore = new Chore("artifacts", config.sweepEvery(), artifacts::sweep);
  }

  void start(@Observes StartupEvent event) {
    if (artifacts.areKept()) {
      chore.start();
      measure("free_bytes", File::getUsableSpace);
      measure("size_bytes", File::getTotalSpace);
    }
  }

  private void measure(String name, ToDoubleFunction<File> space) {
    Gauge.builder(PREFIX + name, artifacts.directory().toFile(), space)
        .strongReference(true)
        .register(meters);
  }

  void stop(@Observes ShutdownEvent event) {
    chore.stop();
  }
}
