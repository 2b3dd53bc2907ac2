package org.imagebuilder.composer.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How composer keeps its schema. Where the database is, is the data source's configuration. */
@ConfigMapping(prefix = "composer.database")
public interface DatabaseConfig {

  /** When migrations run: at every start, only (and then the program ends), or never. */
  @WithDefault("at-start")
  Migrate migrate();

  /** How long a start waits for a database that is away or that another replica migrates. */
  @WithDefault("1m")
  Duration patience();

  /** How long a migration waits for a lock before it lets go, so that running replicas go on. */
  @WithDefault("5s")
  Duration lockTimeout();

  /**
   * How long a request waits for the database, connection and answer together, before its caller is
   * told to come again.
   */
  @WithDefault("3s")
  Duration answerTimeout();

  /**
   * The longest time that a statement may take; the server stops it then. Chores and the ends of
   * jobs wait as long.
   */
  @WithDefault("30s")
  Duration statementTimeout();

  /** How long a statement waits for a lock; the server gives it up then. */
  @WithDefault("10s")
  Duration statementLockTimeout();

  /** How long the opening of a connection may take. */
  @WithDefault("2s")
  Duration connectTimeout();

  /**
   * Whether to start on a database that a newer release has migrated, as in a rolling downgrade.
   */
  @WithDefault("false")
  boolean acceptNewer();

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
