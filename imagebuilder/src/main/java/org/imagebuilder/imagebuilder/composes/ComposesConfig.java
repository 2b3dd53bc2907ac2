package org.imagebuilder.imagebuilder.composes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * How many composes an organisation may ask for, and how unfinished requests are taken up again.
 */
@ConfigMapping(prefix = "imagebuilder.composes")
public interface ComposesConfig {
  /**
   * JSON file: organisation or default → quota and slidingWindow in nanoseconds; read each time.
   */
  Optional<String> quotaFile();

  /** How far back the list of composes reaches. */
  @WithDefault("14d")
  Duration listWindow();

  /** How often the sweep looks; read by the scheduler. */
  @WithDefault("15s")
  Duration sweepEvery();

  /** How long a request is left to whoever made it; more than a call to composer may take. */
  @WithDefault("45s")
  Duration sweepAfter();

  /** Pause between two attempts of the sweep at the same request. */
  @WithDefault("30s")
  Duration sweepPause();

  /** A request that could not be settled for so long is lost. */
  @WithDefault("1d")
  Duration giveUpAfter();
}
