package org.imagebuilder.imagebuilder.operations;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What is known about this build of the program. */
@ConfigMapping(prefix = "imagebuilder.operations")
public interface OperationsConfig {
  /** Commit that it was built from. */
  Optional<String> buildCommit();

  /** When it was built. */
  Optional<String> buildTime();
}
