package org.imagebuilder.composer.database;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives one test class a server that it may pause. */
public final class OwnPostgresResource implements QuarkusTestResourceLifecycleManager {
  /** The key under which the server's process is found. */
  public static final String PID = "test.postgres.pid";

  private final PostgresServer server = PostgresServer.ofItsOwn();

  @Override
  public Map<String, String> start() {
    TestDatabase created = server.createDatabase();
    String credentials = created.credentials();
    int colon = credentials.indexOf(':');
    return Map.of(
        "quarkus.datasource.reactive.url",
        created.url(),
        "quarkus.datasource.username",
        credentials.substring(0, colon),
        "quarkus.datasource.password",
        credentials.substring(colon + 1),
        PID,
        Long.toString(server.pid()));
  }

  @Override
  public void stop() {
    server.close();
  }
}
