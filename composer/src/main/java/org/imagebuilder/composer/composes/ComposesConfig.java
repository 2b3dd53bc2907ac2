package org.imagebuilder.composer.composes;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the cloud API's composes. */
@ConfigMapping(prefix = "composer.composes")
public interface ComposesConfig {
  /** The largest request body that is read; beyond it the answer is 413. */
  @WithDefault("1M")
  MemorySize maxRequestSize();

  /** How deep a request body may be nested. */
  @WithDefault("64")
  int maxRequestDepth();

  /** Whether callers may ask for a head start with {@code X-Priority: interactive}. */
  @WithDefault("false")
  boolean interactiveAllowed();
}
