package org.imagebuilder.imagebuilder.database;

import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Bounds what a call waits for. What the server has to keep to is part of each connection's first
 * message and costs no round trip.
 */
@Singleton
class ConnectionBounds {
  /** For what may take its time, a migration or a clean-up: no bound in this transaction. */
  static final String NONE_HERE = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0";

  private final DatabaseConfig config;

  ConnectionBounds(DatabaseConfig config) {
    this.config = config;
  }

  PoolOptions bound(PoolOptions pool) {
    return pool.setConnectionTimeout(Math.toIntExact(config.answerTimeout().toMillis()))
        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  void bound(PgConnectOptions server) {
    server.setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()));
    server.setTcpKeepAlive(true);
    server.addProperty("statement_timeout", milliseconds(config.statementTimeout()));
    server.addProperty("lock_timeout", milliseconds(config.statementLockTimeout()));
    // No transaction waits for a person: only a program that is gone leaves one open.
    server.addProperty(
        "idle_in_transaction_session_timeout", milliseconds(config.statementTimeout()));
  }

  private static String milliseconds(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
