package org.imagebuilder.composer.database;

import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Gives every wait of a pool its bound. What the server has to keep to is part of each connection's
 * first message and costs no round trip.
 */
@Singleton
final class ConnectionBounds {
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
    // Nobody talks to a user while a transaction is open: only a composer that is gone is idle.
    server.addProperty(
        "idle_in_transaction_session_timeout", milliseconds(config.statementTimeout()));
  }

  private static String milliseconds(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
