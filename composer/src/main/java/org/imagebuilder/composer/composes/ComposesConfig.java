package org.imagebuilder.composer.composes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the cloud API's composes. */
@ConfigMapping(prefix = "composer.composes")
public interface ComposesConfig {
  /** Whether callers may ask for a head start with {@code X-Priority: interactive}. */
  @WithDefault("false")
  boolean interactiveAllowed();
}
