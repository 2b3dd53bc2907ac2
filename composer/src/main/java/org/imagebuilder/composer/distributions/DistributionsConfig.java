package org.imagebuilder.composer.distributions;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of this room. */
@ConfigMapping(prefix = "composer.distributions")
public interface DistributionsConfig {
  /** Further names for distributions, and other meanings for the aliases that are built in. */
  Map<String, String> aliases();

  /** More of them, written {@code rhel-9=rhel-9.6}; these win. */
  @WithDefault("${DISTRO_ALIASES:}")
  Optional<List<String>> moreAliases();
}
