package org.imagebuilder.agent;

import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** How osbuild builds. */
public interface OsbuildSection {

  /** How much its store may hold, in MiB; osbuild itself forgets what was not used for longest. */
  @WithDefault("20480")
  long cacheMaxMebibytes();

  /** Names or globs of pipelines that are kept in the store, so that the next build is quicker. */
  Optional<List<String>> checkpoints();
}
