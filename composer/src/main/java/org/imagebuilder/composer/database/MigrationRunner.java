package org.imagebuilder.composer.database;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Brings the schema to this release's state. Replicas may run it together: one does the work under
 * an advisory lock, the others wait and find nothing left to do.
 */
final class MigrationRunner {
  private static final Logger LOG = Logger.getLogger(MigrationRunner.class);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  // Any number will do that nobody else in this database uses.
  private static final String TRY_LOCK = "select pg_try_advisory_lock(7242311094) as locked";
  private static final String UNLOCK = "select pg_advisory_unlock(7242311094)";

  private static final String CREATE_HISTORY =
      """
      create table if not exists schema_migrations (
        version int primary key,
        name text not null,
        checksum text not null,
        applied_at timestamptz not null default now())
      """;

  private static final String HISTORY =
      "select version, name, checksum from schema_migrations order by version";

  private static final String RECORD =
      "insert into schema_migrations (version, name, checksum) values ($1, $2, $3)";

  private final Pool pool;
  private final DatabaseConfig config;
  private final List<Migration> migrations;

  MigrationRunner(Pool pool, DatabaseConfig config, List<Migration> migrations) {
    this.pool = pool;
    this.config = config;
    this.migrations = migrations;
  }

  /** Applies what is missing; says how many files that were. */
  Uni<Integer> run() {
    return pool.getConnection()
        .onItem()
        .transformToUni(
            connection ->
                lock(connection)
                    .onItem()
                    .transformToUni(locked -> underLock(connection))
                    .onTermination()
                    .call(() -> connection.close().onFailure().recoverWithNull()))
        .onFailure(MigrationRunner::mayPass)
        .retry()
        .withBackOff(PAUSE, Duration.ofSeconds(2))
        .expireIn(config.patience().toMillis())
        .onFailure(IllegalStateException.class)
        .transform(this::patienceEnded);
  }

  // A pg_advisory_lock that waits would be an open statement, which keeps every concurrent index
  // build of the replica that holds the lock waiting for us: a deadlock.
  private Uni<Void> lock(SqlConnection connection) {
    return connection
        .query(TRY_LOCK)
        .execute()
        .onItem()
        .transformToUni(
            rows ->
                rows.iterator().next().getBoolean("locked")
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().<Void>failure(new LockHeldException()));
  }

  private Uni<Integer> underLock(SqlConnection connection) {
    return applyMissing(connection)
        .onTermination()
        // Closing alone would return the connection to the pool with the lock still held.
        .call(
            () ->
                connection
                    .query(UNLOCK + "; reset statement_timeout")
                    .execute()
                    .onFailure()
                    .recoverWithNull());
  }

  private Uni<Integer> applyMissing(SqlConnection connection) {
    return connection
        // A migration may take its time; only its waits for locks are bounded.
        .query("set client_min_messages = warning; set statement_timeout = 0")
        .execute()
        .chain(() -> connection.query(CREATE_HISTORY).execute())
        .chain(() -> connection.query(HISTORY).execute())
        .onItem()
        .transform(rows -> missing(StreamSupport.stream(rows.spliterator(), false).toList()))
        .onItem()
        .transformToUni(
            missing ->
                Multi.createFrom()
                    .iterable(missing)
                    .onItem()
                    .transformToUniAndConcatenate(migration -> apply(connection, migration))
                    .collect()
                    .asList()
                    .map(List::size));
  }

  private List<Migration> missing(List<Row> history) {
    Map<Integer, Migration> left = new LinkedHashMap<>();
    migrations.forEach(migration -> left.put(migration.version(), migration));
    for (Row applied : history) {
      int version = applied.getInteger("version");
      Optional<Migration> ours = Optional.ofNullable(left.remove(version));
      if (ours.isEmpty() && !config.acceptNewer()) {
        throw new MigrationException(
            "The database is newer than this program: it has migration %d (%s), which is unknown here. Start the newer release, or set composer.database.accept-newer=true if its notes allow it."
                .formatted(version, applied.getString("name")));
      }
      if (ours.isPresent() && !ours.get().checksum().equals(applied.getString("checksum"))) {
        throw new MigrationException(
            "Migration %d (%s) was changed after it had been applied to this database. Restore the file of the release that applied it and put the change into a new migration."
                .formatted(version, applied.getString("name")));
      }
    }
    return List.copyOf(left.values());
  }

  private Uni<Migration> apply(SqlConnection connection, Migration migration) {
    Uni<Void> script =
        connection
            .query("set lock_timeout = '%dms'".formatted(config.lockTimeout().toMillis()))
            .execute()
            .chain(() -> connection.query(migration.sql()).execute())
            .chain(() -> record(connection, migration))
            .replaceWithVoid();
    Uni<Void> whole =
        migration.inTransaction()
            ? connection
                .begin()
                .onItem()
                .transformToUni(
                    transaction ->
                        script
                            .onItem()
                            .call(transaction::commit)
                            .onFailure()
                            .call(() -> transaction.rollback().onFailure().recoverWithNull()))
            : script;
    return whole
        .onTermination()
        .call(() -> connection.query("reset lock_timeout").execute().onFailure().recoverWithNull())
        .invoke(
            () -> LOG.infof("Migrated version=%d name=%s", migration.version(), migration.name()))
        .replaceWith(migration);
  }

  private static Uni<Void> record(SqlConnection connection, Migration migration) {
    return connection
        .preparedQuery(RECORD)
        .execute(Tuple.of(migration.version(), migration.name(), migration.checksum()))
        .replaceWithVoid();
  }

  // What retrying gives up with only carries what it gave up on.
  private Throwable patienceEnded(Throwable givenUp) {
    Throwable last = givenUp.getCause();
    if (last == null || (Outage.isOne(last) && !isLocked(last))) {
      return last == null ? givenUp : last;
    }
    return new MigrationException(
        "The schema could not be migrated within %s (composer.database.patience): %s"
            .formatted(config.patience(), last.getMessage()));
  }

  private static boolean mayPass(Throwable failure) {
    return failure instanceof LockHeldException || Outage.isOne(failure) || isLocked(failure);
  }

  private static boolean isLocked(Throwable failure) {
    return failure instanceof PgException refused
        && LOCK_NOT_AVAILABLE.equals(refused.getSqlState());
  }

  private static final class LockHeldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LockHeldException() {
      super("another replica is at it");
    }
  }
}
