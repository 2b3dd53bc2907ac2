package org.imagebuilder.imagebuilder.contentsources;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where repositories, snapshots and templates are kept. */
@ConfigMapping(prefix = "imagebuilder.content-sources")
public interface ContentSourcesConfig {
  /** The service's address; without one, whatever needs it is refused. */
  Optional<String> url();

  /** Where builders fetch snapshots: scheme, host, and perhaps a path. */
  Optional<String> repositoryUrl();

  /** The path before each snapshot's own; only snapshots of a day and of templates have it. */
  Optional<String> repositoryPrefix();
}
