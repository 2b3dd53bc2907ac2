package org.imagebuilder.composer.database;

import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * How many rows of tables and entries of indexes a database has read so far, by its own count: a
 * measure of cost that is the same on every machine. What a connection has read counts when the
 * connection is closed, so everybody else has to be gone.
 */
public final class RowsRead {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  // The oldest servers keep these counts in a process of its own, which hears of them late.
  private static final Duration SETTLED = Duration.ofMillis(1200);

  private static final String OTHERS =
      """
      select count(*) from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend'
        and pid <> pg_backend_pid()
      """;

  private static final String READ =
      """
      select ((select coalesce(sum(seq_tup_read), 0) from pg_stat_user_tables)
            + (select coalesce(sum(idx_tup_read), 0) from pg_stat_user_indexes))::bigint
      """;

  private RowsRead() {}

  /** What everybody has read who is gone by now. */
  public static long of(TestDatabase database) {
    Pool pool = database.pool(1);
    Awaitility.await().atMost(PATIENCE).until(() -> number(database, pool, OTHERS) == 0);
    long[] read = {number(database, pool, READ)};
    Awaitility.await()
        .atMost(PATIENCE)
        .during(SETTLED)
        .until(
            () -> {
              long before = read[0];
              read[0] = number(database, pool, READ);
              return read[0] == before;
            });
    TestDatabase.await(pool.close());
    return read[0];
  }

  private static long number(TestDatabase database, Pool pool, String sql) {
    return database.rows(pool, sql).getFirst().getLong(0);
  }
}
