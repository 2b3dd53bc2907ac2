package org.imagebuilder.imagebuilder.distributions;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Who may see what, and where Debian comes from. */
@ConfigMapping(prefix = "imagebuilder.distributions")
public interface DistributionsConfig {
  /** JSON file: organisation or * → regular expressions of the restricted names it may build. */
  Optional<String> allowFile();

  /** The mirror that the builders use for Debian; only shown, never sent to composer. */
  Optional<String> debianMirror();
}
