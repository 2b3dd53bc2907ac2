package org.imagebuilder.composer.database;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.imagebuilder.composer.database.DatabaseConfig.Migrate;
import org.jboss.logging.Logger;

/** Migrates before anything else of the program begins to work. */
@ApplicationScoped
class MigrationStart {
  private static final Logger LOG = Logger.getLogger(MigrationStart.class);
  private static final int FIRST = Interceptor.Priority.PLATFORM_BEFORE;
  private static final int DONE = 0;

  private final Pool pool;
  private final DatabaseConfig config;

  MigrationStart(Pool pool, DatabaseConfig config) {
    this.pool = pool;
    this.config = config;
  }

  // The one place that waits: a start has nothing else to do, and must fail when this fails.
  void migrate(@Observes @Priority(FIRST) StartupEvent start) {
    if (config.migrate() == Migrate.NEVER) {
      return;
    }
    new MigrationRunner(pool, config, Migration.ofThisRelease())
        .run()
        .onFailure(failure -> Refusals.sentence(failure).isPresent())
        .transform(failure -> Refusals.sentence(failure).orElseThrow())
        .await()
        .indefinitely();
    if (config.migrate() == Migrate.ONLY) {
      LOG.info("The database is up to date");
      Quarkus.asyncExit(DONE);
      // No port is opened and no chore begins: another composer may be at work on this machine.
      throw new PreventFurtherStepsException(DONE);
    }
  }
}
