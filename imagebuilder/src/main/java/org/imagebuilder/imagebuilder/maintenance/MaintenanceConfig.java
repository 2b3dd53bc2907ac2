package org.imagebuilder.imagebuilder.maintenance;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long composes are kept, and who forgets them. */
@ConfigMapping(prefix = "imagebuilder.maintenance")
public interface MaintenanceConfig {
  /**
   * Whether this program only does its maintenance and ends; the argument --maintenance sets it.
   */
  @WithDefault("false")
  boolean run();

  /** Of the command: whether it only says what it would do. */
  @WithDefault("${DRY_RUN:true}")
  boolean dryRun();

  /** Of the command: whether it does anything at all in the database. */
  @WithDefault("${ENABLE_DB_MAINTENANCE:false}")
  boolean database();

  /** Composes older than so many months are forgotten. */
  @WithDefault("${DB_COMPOSES_RETENTION_MONTHS:24}")
  int retentionMonths();

  /** How often the running program forgets old composes by itself; off: never. */
  @WithDefault("off")
  String every();

  /** After this it stops, and what is left waits for the next time. */
  @WithDefault("2h")
  Duration timeLimit();
}
