package org.imagebuilder.composer.database;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while the database answers and has what this release needs. */
@Readiness
@ApplicationScoped
class SchemaCheck implements AsyncHealthCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String NEWEST =
      "select coalesce(max(version), 0) as version from schema_migrations";

  private final Pool pool;
  private final int needed;

  SchemaCheck(Pool pool) {
    this.pool = pool;
    this.needed =
        Migration.ofThisRelease().stream().mapToInt(Migration::version).max().orElseThrow();
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return pool.query(NEWEST)
        .execute()
        .map(rows -> rows.iterator().next().getInteger("version"))
        .map(this::schema)
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .onFailure()
        .recoverWithItem(
            failure ->
                HealthCheckResponse.named("database schema")
                    .down()
                    .withData("reason", "the database does not answer")
                    .build());
  }

  private HealthCheckResponse schema(int version) {
    return HealthCheckResponse.named("database schema")
        .status(version >= needed)
        .withData("migration", version)
        .withData("needed", needed)
        .build();
  }
}
