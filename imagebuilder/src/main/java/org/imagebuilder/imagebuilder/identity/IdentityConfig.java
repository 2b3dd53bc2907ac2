package org.imagebuilder.imagebuilder.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which header tells who is calling. */
@ConfigMapping(prefix = "imagebuilder.identity")
public interface IdentityConfig {
  /** True: X-Fedora-Identity instead of x-rh-identity. */
  @WithDefault("false")
  boolean fedora();
}
