package org.imagebuilder.composer.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Opens the pool of the configured data source with a bound for every wait. What the server has to
 * keep to is part of each connection's first message and costs no round trip.
 */
@Singleton
final class DatabasePool implements PgPoolCreator {
  private final DatabaseConfig config;

  DatabasePool(DatabaseConfig config) {
    this.config = config;
  }

  @Override
  public Pool create(Input input) {
    List<PgConnectOptions> servers = input.pgConnectOptionsList();
    servers.forEach(this::bound);
    return PgBuilder.pool()
        .with(
            input
                .poolOptions()
                .setConnectionTimeout(Math.toIntExact(config.answerTimeout().toMillis()))
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
        .connectingTo(List.<SqlConnectOptions>copyOf(servers))
        .using(input.vertx())
        .build();
  }

  private void bound(PgConnectOptions server) {
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
