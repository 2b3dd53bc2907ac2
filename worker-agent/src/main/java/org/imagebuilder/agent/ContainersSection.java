package org.imagebuilder.agent;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Container registries. */
public interface ContainersSection {

  /** File with logins, as podman and docker write it. */
  Optional<Path> authFilePath();

  /** Registry where a target names none. */
  Optional<String> domain();

  /** What stands before an image's name in that registry. */
  Optional<String> pathPrefix();

  /** Directory with certificates for that registry, as podman has it. */
  Optional<Path> certPath();

  /** Believe that registry only with a good certificate. */
  @WithDefault("true")
  boolean tlsVerify();
}
