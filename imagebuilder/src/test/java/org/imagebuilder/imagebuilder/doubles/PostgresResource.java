package org.imagebuilder.imagebuilder.doubles;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives the program under test an empty database, and the test the same database to look into. */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    PostgresServer.Database database = PostgresServer.createDatabase();
    return Map.of(
        "quarkus.datasource.reactive.url", database.reactiveUrl(),
        "quarkus.datasource.username", database.user(),
        "quarkus.datasource.password", database.password(),
        "test.database", database.address().toString());
  }

  @Override
  public void stop() {
    // The server ends with the JVM and takes the database along.
  }
}
