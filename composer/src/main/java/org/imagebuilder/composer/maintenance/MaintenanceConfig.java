package org.imagebuilder.composer.maintenance;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the one-shot command does. */
@ConfigMapping(prefix = "composer.maintenance")
public interface MaintenanceConfig {
  /**
   * Whether this program only does its maintenance and ends; the argument --maintenance sets it.
   */
  @WithDefault("false")
  boolean run();

  /** Whether it only says what it would do. */
  @WithDefault("${MAINTENANCE_DRY_RUN:true}")
  boolean dryRun();

  /** Whether it forgets old jobs and silent workers. */
  @WithDefault("${ENABLE_DB_MAINTENANCE:true}")
  boolean database();

  /** Whether it removes files that nothing refers to. */
  @WithDefault("true")
  boolean artifacts();
}
