package org.imagebuilder.composer.database;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives every @QuarkusTest of this module a fresh database of the shared server. */
@QuarkusTestResource(PostgresResource.class)
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    TestDatabase created = PostgresServer.shared().createDatabase();
    String credentials = created.credentials();
    int colon = credentials.indexOf(':');
    return Map.of(
        "quarkus.datasource.reactive.url", created.url(),
        "quarkus.datasource.username", credentials.substring(0, colon),
        "quarkus.datasource.password", credentials.substring(colon + 1));
  }

  // The database is left to the server, which ends with the JVM: the application still uses it.
  @Override
  public void stop() {}
}
