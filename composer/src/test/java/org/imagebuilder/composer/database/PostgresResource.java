package org.imagebuilder.composer.database;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives every @QuarkusTest of this module a fresh database of the shared server, and a way of its
 * own to look into it to those whose program may be another process.
 */
@QuarkusTestResource(PostgresResource.class)
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {
  private final TestDatabase database = PostgresServer.shared().createDatabase();
  private @Nullable Pool pool;

  @Override
  public Map<String, String> start() {
    String[] credentials = database.credentials().split(":", 2);
    return Map.of(
        "quarkus.datasource.reactive.url", database.url(),
        "quarkus.datasource.username", credentials[0],
        "quarkus.datasource.password", credentials[1]);
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(
        new Database(ownPool()),
        field ->
            field.getType().equals(Database.class) && !field.isAnnotationPresent(Inject.class));
  }

  private Pool ownPool() {
    if (pool == null) {
      pool = database.pool(1);
    }
    return pool;
  }

  // The database is left to the server, which ends with the JVM: the application still uses it.
  @Override
  public void stop() {
    if (pool != null) {
      pool.getDelegate().close();
    }
  }
}
