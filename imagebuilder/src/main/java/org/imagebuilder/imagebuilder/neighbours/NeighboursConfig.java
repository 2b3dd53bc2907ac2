package org.imagebuilder.imagebuilder.neighbours;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much a neighbour may say at once. */
@ConfigMapping(prefix = "imagebuilder.neighbours")
public interface NeighboursConfig {
  /** A longer answer is none. */
  @WithDefault("8M")
  MemorySize longestAnswer();

  /** The same, where all packages of a distribution may be listed. */
  @WithDefault("64M")
  MemorySize longestList();
}
