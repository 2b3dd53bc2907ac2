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

  @Override
  public Duration answerTimeout() {
    return Duration.ofSeconds(3);
  }

  @Override
  public Duration statementTimeout() {
    return Duration.ofSeconds(30);
  }

  @Override
  public Duration statementLockTimeout() {
    return Duration.ofSeconds(10);
  }

  @Override
  public Duration connectTimeout() {
    return Duration.ofSeconds(2);
  }
}
