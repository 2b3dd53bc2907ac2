package org.imagebuilder.composer.artifacts;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Where files of agents are kept. */
@ConfigMapping(prefix = "composer.artifacts")
public interface ArtifactsConfig {
  /** Whether this installation keeps files at all; without it composes for download fail. */
  @WithDefault("true")
  boolean enabled();

  /** The directory of the bytes; all replicas need the same one, on a shared volume. */
  @WithDefault("${STATE_DIRECTORY:data}/artifacts")
  Path directory();

  /** How long a file may lie here that no row knows, be it unfinished or left over. */
  @WithDefault("6h")
  Duration keepUnknown();

  /** How often unknown files and those of lost leases are swept away. */
  @WithDefault("10m")
  Duration sweepEvery();
}
