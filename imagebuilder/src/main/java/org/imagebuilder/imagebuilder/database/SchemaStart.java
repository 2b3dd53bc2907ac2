package org.imagebuilder.imagebuilder.database;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.imagebuilder.imagebuilder.database.DatabaseConfig.Migrate;
import org.imagebuilder.imagebuilder.errors.Outage;
import org.imagebuilder.imagebuilder.errors.StartException;
import org.jboss.logging.Logger;

/**
 * Brings the schema up to date while the program starts; a database that is not there yet is waited
 * for. This is the one place that blocks: nothing else may run before it is done.
 */
@Singleton
public class SchemaStart {
  private static final Logger LOG = Logger.getLogger(SchemaStart.class);
  private static final int BEFORE_EVERYTHING = 10;
  private static final int DONE = 0;

  private final Migrator migrator;
  private final DatabaseConfig config;

  SchemaStart(Pool pool, DatabaseConfig config) {
    this.migrator = new Migrator(pool, config.acceptNewer());
    this.config = config;
  }

  void onStart(@Observes @Priority(BEFORE_EVERYTHING) StartupEvent event) {
    if (config.migrate() == Migrate.NEVER) {
      return;
    }
    migrate();
    if (config.migrate() == Migrate.ONLY) {
      LOG.info("The database is up to date");
      Quarkus.asyncExit(DONE);
      // No port is opened and no chore begins.
      throw new PreventFurtherStepsException(DONE);
    }
  }

  private void migrate() {
    migrator
        .run()
        .onFailure(Outage::isOne)
        .invoke(
            failure ->
                LOG.warnf("The database is not ready, trying again reason=%s", failure.toString()))
        .onFailure(Outage::isOne)
        .retry()
        .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(2))
        .expireIn(config.startTimeout().toMillis())
        .onFailure()
        .transform(failure -> new StartException(Refusals.sentence(failure)))
        .await()
        .atMost(config.startTimeout().plusSeconds(600));
  }
}
