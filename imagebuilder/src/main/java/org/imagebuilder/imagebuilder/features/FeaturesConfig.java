package org.imagebuilder.imagebuilder.features;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import org.imagebuilder.imagebuilder.neighbours.ConnectionConfig;

/** Which features are on. */
@ConfigMapping(prefix = "imagebuilder.features")
public interface FeaturesConfig {
  /** Whether images may be hardened by compliance policies, where Unleash does not say. */
  @WithDefault("true")
  boolean compliancePolicies();

  /** Settings of the server that knows better. */
  Unleash unleash();

  /** A server that speaks Unleash's client protocol; without its address the rest counts alone. */
  interface Unleash extends ConnectionConfig {
    /** What it knows this program by. */
    Optional<String> token();

    /** Time between two questions. */
    @WithDefault("15s")
    Duration every();
  }
}
