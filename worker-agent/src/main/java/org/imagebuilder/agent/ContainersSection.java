package org.imagebuilder.agent;

import java.nio.file.Path;
import java.util.Optional;

/** Container registries. */
public interface ContainersSection {

  /** File with logins, as podman and docker write it. */
  Optional<Path> authFilePath();
}
