package org.imagebuilder.imagebuilder.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the schema is brought up to date. */
@ConfigMapping(prefix = "imagebuilder.database")
public interface DatabaseConfig {
  /** False where operators migrate in a step of their own. */
  @WithDefault("true")
  boolean migrateAtStart();

  /** How long a start waits for a database that does not answer. */
  @WithDefault("60s")
  Duration startTimeout();
}
