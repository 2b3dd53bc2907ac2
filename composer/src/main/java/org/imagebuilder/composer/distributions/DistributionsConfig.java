package org.imagebuilder.composer.distributions;

import io.smallrye.config.ConfigMapping;
import java.util.Map;

/** Settings of this room. */
@ConfigMapping(prefix = "composer.distributions")
public interface DistributionsConfig {
  /** Further names for distributions, and other meanings for the aliases that are built in. */
  Map<String, String> aliases();
}
