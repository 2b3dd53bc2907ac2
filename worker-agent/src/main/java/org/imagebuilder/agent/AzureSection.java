package org.imagebuilder.agent;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Azure. */
public interface AzureSection {

  /** TOML file with client_id and client_secret; images in Azure need it. */
  Optional<Path> credentials();

  /** Pieces of an image that are sent at the same time; 0: the default. */
  @WithDefault("16")
  int uploadThreads();
}
