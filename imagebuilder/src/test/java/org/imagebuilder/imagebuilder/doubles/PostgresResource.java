package org.imagebuilder.imagebuilder.doubles;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the program under test an empty database, and the test the same database to look into. */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {
  private @Nullable String address;

  @Override
  public Map<String, String> start() {
    PostgresServer.Database database = PostgresServer.createDatabase();
    address = database.address().toString();
    return Map.of(
        "quarkus.datasource.reactive.url", database.reactiveUrl(),
        "quarkus.datasource.username", database.user(),
        "quarkus.datasource.password", database.password(),
        "test.database", address);
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(
        address, new TestInjector.AnnotatedAndMatchesType(DatabaseAddress.class, String.class));
  }

  @Override
  public void stop() {
    // The server ends with the JVM and takes the database along.
  }
}
