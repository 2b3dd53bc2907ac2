package org.imagebuilder.composer.packages;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of questions about packages. */
@ConfigMapping(prefix = "composer.packages")
public interface PackagesConfig {
  /** How long a caller waits for the answer before the job is called off. */
  @WithDefault("5m")
  Duration patience();
}
