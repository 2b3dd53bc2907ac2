package org.imagebuilder.composer.database;

import java.time.Duration;

/** The defaults, with less patience. */
record PlainDatabaseConfig(Migrate migrate, Duration patience, boolean acceptNewer)
    implements DatabaseConfig {

  PlainDatabaseConfig() {
    this(Migrate.AT_START, Duration.ofSeconds(30), false);
  }

  @Override
  public Duration lockTimeout() {
    return Duration.ofMillis(200);
  }
}
