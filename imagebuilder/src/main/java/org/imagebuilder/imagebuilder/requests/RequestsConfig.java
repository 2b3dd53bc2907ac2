package org.imagebuilder.imagebuilder.requests;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of what is read from a caller. */
@ConfigMapping(prefix = "imagebuilder.requests")
public interface RequestsConfig {
  /** The largest body that is taken. */
  @WithDefault("1048576")
  long maxBodyBytes();
}
