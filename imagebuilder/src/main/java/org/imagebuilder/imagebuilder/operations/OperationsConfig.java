package org.imagebuilder.imagebuilder.operations;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What is known about this build of the program, and what it tells those who watch it. */
@ConfigMapping(prefix = "imagebuilder.operations")
public interface OperationsConfig {
  /** Commit that it was built from. */
  Optional<String> buildCommit();

  /** When it was built. */
  Optional<String> buildTime();

  /** How long a look at composer holds for all who ask whether the program is ready; 0s: never. */
  @WithDefault("3s")
  Duration composerSeenFor();

  /** Whether metrics are shown on the API's port too, where existing scrapers look. */
  @WithDefault("true")
  boolean metricsOnApiPort();
}
