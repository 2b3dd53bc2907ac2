package org.imagebuilder.imagebuilder.composes;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * SQL for composes that are too old to be kept. Whatever else belongs to a compose goes with its
 * row. Rows go in small statements of their own, so that nobody waits for them.
 */
@Singleton
class RetentionStore {
  private static final Logger LOG = Logger.getLogger(RetentionStore.class);
  private static final int BATCH = 1_000;

  // Any number will do, as long as every replica takes the same.
  private static final String TRY_LOCK = "SELECT pg_try_advisory_lock(7242311130) AS locked";
  private static final String UNLOCK = "SELECT pg_advisory_unlock(7242311130)";

  // A large table may be vacuumed for longer than a call is let wait.
  private static final String TAKE_TIME = "SET statement_timeout = 0";
  private static final String HURRY_AGAIN = "RESET statement_timeout";

  // Requests that were lost wait for nobody any more; others are settled by the sweep.
  private static final String COUNT =
      """
      SELECT (SELECT count(*) FROM composes WHERE created_at < $1)
           + (SELECT count(*) FROM compose_requests WHERE created_at < $1 AND state = 'LOST') AS number
      """;

  private static final String DELETE_COMPOSES =
      """
      DELETE FROM composes
      WHERE job_id IN (SELECT job_id FROM composes WHERE created_at < $1 LIMIT %d)
      """
          .formatted(BATCH);

  private static final String DELETE_LOST =
      "DELETE FROM compose_requests WHERE created_at < $1 AND state = 'LOST'";

  private static final String DELETE_COUNTS =
      "DELETE FROM compose_counts WHERE hour < $1 AND total = 0 AND live = 0";

  private static final String VACUUM = "VACUUM ANALYZE composes";

  private static final String STATISTICS =
      """
      SELECT format('live=%s dead=%s vacuumed=%s analyzed=%s', n_live_tup, n_dead_tup,
                    greatest(last_vacuum, last_autovacuum), greatest(last_analyze, last_autoanalyze))
             AS text
      FROM pg_stat_user_tables WHERE relid = 'composes'::regclass
      """;

  private final Pool pool;

  RetentionStore(Pool pool) {
    this.pool = pool;
  }

  /** How many rows are older. */
  Uni<Long> count(LocalDateTime before) {
    return pool.preparedQuery(COUNT)
        .execute(Tuple.of(before))
        .map(rows -> rows.iterator().next().getLong("number"));
  }

  /** What the database knows about the table's rows, for the log. */
  Uni<String> statistics() {
    return pool.query(STATISTICS)
        .execute()
        .map(
            rows -> {
              for (Row row : rows) {
                return row.getString("text");
              }
              return "unknown";
            });
  }

  /** Deletes what is older while it may go on; nothing where another process is at it. */
  Uni<Optional<Long>> delete(LocalDateTime before, BooleanSupplier mayGoOn) {
    return pool.getConnection()
        .chain(
            connection ->
                locked(connection, held -> deleteAll(held, before, mayGoOn))
                    .onTermination()
                    .call(() -> connection.close().onFailure().recoverWithNull()));
  }

  private static Uni<Optional<Long>> locked(
      SqlConnection connection, Function<SqlConnection, Uni<Long>> work) {
    return connection
        .query(TRY_LOCK)
        .execute()
        .map(rows -> rows.iterator().next().getBoolean("locked"))
        .chain(
            mine ->
                mine
                    ? connection
                        .query(TAKE_TIME)
                        .execute()
                        .chain(() -> work.apply(connection))
                        .onTermination()
                        .call(
                            () ->
                                connection
                                    .query(UNLOCK + ";" + HURRY_AGAIN)
                                    .execute()
                                    .onFailure()
                                    .recoverWithNull())
                        .map(Optional::of)
                    : Uni.createFrom().item(Optional.empty()));
  }

  private static Uni<Long> deleteAll(
      SqlConnection connection, LocalDateTime before, BooleanSupplier mayGoOn) {
    return Multi.createBy()
        .repeating()
        .uni(() -> delete(connection, DELETE_COMPOSES, before))
        .whilst(deleted -> deleted == BATCH && mayGoOn.getAsBoolean())
        .collect()
        .with(Collectors.summingLong(Integer::longValue))
        .call(() -> delete(connection, DELETE_COUNTS, before))
        .call(deleted -> deleted == 0 ? Uni.createFrom().voidItem() : vacuum(connection))
        .chain(
            deleted ->
                delete(connection, DELETE_LOST, before).map(lost -> deleted + lost.longValue()));
  }

  // Without it the table stays as large as it was, and its index-only counts become slow.
  private static Uni<Void> vacuum(SqlConnection connection) {
    return connection
        .query(VACUUM)
        .execute()
        .onFailure()
        .invoke(failure -> LOG.warnf("The table cannot be vacuumed now reason=%s", failure))
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }

  private static Uni<Integer> delete(SqlConnection connection, String sql, LocalDateTime before) {
    return connection.preparedQuery(sql).execute(Tuple.of(before)).map(rows -> rows.rowCount());
  }
}
