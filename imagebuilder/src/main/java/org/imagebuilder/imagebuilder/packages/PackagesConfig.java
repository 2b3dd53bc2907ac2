package org.imagebuilder.imagebuilder.packages;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long a search may take, and how long and how many of its answers are kept. */
@ConfigMapping(prefix = "imagebuilder.packages")
public interface PackagesConfig {
  /** How long a caller waits. The search goes on for the next one who asks. */
  @WithDefault("25s")
  Duration patience();

  /** For so long an answer is given as it is. */
  @WithDefault("1h")
  Duration fresh();

  /** For so long it is given while a newer one is looked for. */
  @WithDefault("1d")
  Duration usable();

  /** So many searches are under way at a time. */
  @WithDefault("8")
  int atOnce();

  /** So many of them are one organisation's; further ones wait, and others go before them. */
  @WithDefault("4")
  int ofOneOrganisation();

  /** So many of one organisation wait; what is more is refused. */
  @WithDefault("16")
  int waitingOfOneOrganisation();

  /** So many packages are kept, over all answers. */
  @WithDefault("100000")
  long kept();
}
