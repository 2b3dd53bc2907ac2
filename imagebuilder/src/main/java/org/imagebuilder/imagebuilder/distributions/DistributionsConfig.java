package org.imagebuilder.imagebuilder.distributions;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What is offered, to whom, and where Debian comes from. */
@ConfigMapping(prefix = "imagebuilder.distributions")
public interface DistributionsConfig {
  /** Directory of data files that add to those in the program, or take their place. */
  Optional<String> directory();

  /** JSON file: organisation or * → regular expressions of the restricted names it may build. */
  Optional<String> allowFile();

  /** The mirror that the builders use for Debian; only shown, never sent to composer. */
  Optional<String> debianMirror();
}
