package org.imagebuilder.imagebuilder.contentsources;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import org.imagebuilder.imagebuilder.neighbours.GuardedConfig;

/**
 * Where repositories, snapshots and templates are kept; without an address, whatever needs them is
 * refused.
 */
@ConfigMapping(prefix = "imagebuilder.content-sources")
public interface ContentSourcesConfig extends GuardedConfig {
  /** Where builders fetch snapshots: scheme, host, and perhaps a path. */
  Optional<String> repositoryUrl();

  /** The path before each snapshot's own; only snapshots of a day and of templates have it. */
  Optional<String> repositoryPrefix();
}
