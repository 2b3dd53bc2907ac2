package org.imagebuilder.imagebuilder.limits;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often an organisation may call each replica, by class of call. */
@ConfigMapping(prefix = "imagebuilder.limits")
public interface LimitsConfig {
  /** GET, HEAD and OPTIONS. */
  Rate reads();

  /** What is neither a read nor asks for images. */
  Rate writes();

  /** POST to paths that end in /compose. */
  Rate composes();

  /**
   * So many organisations are counted at a time; of those beyond, the longest idle is forgotten.
   */
  @WithDefault("10000")
  int maxOrganisations();

  /** Calls and the time in which they come back. */
  interface Rate {
    /** Calls that a full allowance is good for; 0 sets no bound. */
    @WithDefault("0")
    int calls();

    /** The time in which an empty allowance fills up. */
    @WithDefault("1m")
    Duration within();
  }
}
