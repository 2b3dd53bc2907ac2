package org.imagebuilder.imagebuilder.database;

import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Brings the schema up to date while the program starts; a database that is not there yet is waited
 * for. This is the one place that blocks: nothing else may run before it is done.
 */
@Singleton
public class SchemaStart {
  private static final Logger LOG = Logger.getLogger(SchemaStart.class);
  private static final int BEFORE_EVERYTHING = 10;

  private final Migrator migrator;
  private final DatabaseConfig config;

  SchemaStart(Pool pool, DatabaseConfig config) {
    this.migrator = new Migrator(pool);
    this.config = config;
  }

  void onStart(@Observes @Priority(BEFORE_EVERYTHING) StartupEvent event) {
    if (!config.migrateAtStart()) {
      return;
    }
    migrator
        .run()
        .onFailure(failure -> !(failure instanceof IllegalStateException))
        .invoke(
            failure ->
                LOG.warnf("The database is not ready, trying again reason=%s", failure.toString()))
        .onFailure(failure -> !(failure instanceof IllegalStateException))
        .retry()
        .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(2))
        .expireIn(config.startTimeout().toMillis())
        .await()
        .atMost(config.startTimeout().plusSeconds(30));
  }
}
