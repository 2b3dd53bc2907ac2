package org.imagebuilder.imagebuilder.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the schema is brought up to date, and how long what waits for. */
@ConfigMapping(prefix = "imagebuilder.database")
public interface DatabaseConfig {
  /** When it is brought up to date: at every start, only (and then the program ends), or never. */
  @WithDefault("at-start")
  Migrate migrate();

  /** How long a start waits for a database that does not answer. */
  @WithDefault("60s")
  Duration startTimeout();

  /**
   * Whether to start on a database that a newer release has migrated, as in a rolling downgrade.
   */
  @WithDefault("false")
  boolean acceptNewer();

  /** How long a call waits for a connection before its caller is told to come again. */
  @WithDefault("3s")
  Duration answerTimeout();

  /** The longest time that a statement may take; the server stops it then. */
  @WithDefault("30s")
  Duration statementTimeout();

  /** How long a statement waits for a lock; the server gives it up then. */
  @WithDefault("10s")
  Duration statementLockTimeout();

  /** How long the opening of a connection may take. */
  @WithDefault("2s")
  Duration connectTimeout();

  /** The three ways of {@link #migrate()}. */
  enum Migrate {
    /** Before anything else is started. */
    AT_START,
    /** As a step of its own: the program ends with 0 when the schema is up to date. */
    ONLY,
    /** Somebody else does it. */
    NEVER
  }
}
