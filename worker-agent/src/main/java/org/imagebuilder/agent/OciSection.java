package org.imagebuilder.agent;

import java.nio.file.Path;
import java.util.Optional;

/** Oracle's cloud, where a target leaves something open. */
public interface OciSection {

  /**
   * TOML file with user, tenancy, region, fingerprint, private_key, bucket, namespace, compartment.
   */
  Optional<Path> credentials();
}
