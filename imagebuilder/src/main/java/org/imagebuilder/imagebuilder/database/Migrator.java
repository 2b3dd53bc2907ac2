package org.imagebuilder.imagebuilder.database;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Applies the steps that a database lacks. Everything happens in one transaction under an advisory
 * lock: replicas that start together wait for the first, and a step that fails leaves nothing
 * behind.
 */
public final class Migrator {
  private static final Logger LOG = Logger.getLogger(Migrator.class);

  /** Any number will do, as long as every replica takes the same. */
  private static final long LOCK = 0x696d616765626c64L;

  private static final int ADOPTED = 1;
  private static final int PREDECESSORS_LAST = 15;

  private static final String KEEP_QUIET = "SET LOCAL client_min_messages = warning";

  private static final String TAKE_LOCK = "SELECT pg_advisory_xact_lock($1)::text";

  private static final String CREATE_HISTORY =
      """
      CREATE TABLE IF NOT EXISTS imagebuilder_migrations (
        version    integer     PRIMARY KEY,
        name       text        NOT NULL,
        checksum   text        NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )
      """;

  private static final String READ_HISTORY =
      "SELECT version, checksum FROM imagebuilder_migrations";

  private static final String HAS_PREDECESSOR =
      "SELECT to_regclass('schema_version') IS NOT NULL AS found";

  private static final String READ_PREDECESSOR = "SELECT version FROM schema_version";

  private static final String RECORD =
      "INSERT INTO imagebuilder_migrations (version, name, checksum) VALUES ($1, $2, $3)";

  private final Pool pool;

  public Migrator(Pool pool) {
    this.pool = pool;
  }

  /** The number of steps that were applied here; none if the database was up to date. */
  public Uni<Integer> run() {
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(TAKE_LOCK)
                .execute(Tuple.of(LOCK))
                .chain(() -> connection.query(KEEP_QUIET).execute())
                .chain(() -> connection.query(CREATE_HISTORY).execute())
                .chain(() -> history(connection))
                .chain(history -> adopt(connection, history))
                .chain(history -> apply(connection, missing(history))));
  }

  private static Uni<Map<Integer, String>> history(SqlConnection connection) {
    return connection
        .query(READ_HISTORY)
        .execute()
        .map(
            rows -> {
              Map<Integer, String> history = new HashMap<>();
              rows.forEach(
                  row -> history.put(row.getInteger("version"), row.getString("checksum")));
              return history;
            });
  }

  /** A database of the predecessor already has what the first step would make. */
  private static Uni<Map<Integer, String>> adopt(
      SqlConnection connection, Map<Integer, String> history) {
    if (history.containsKey(ADOPTED)) {
      return Uni.createFrom().item(history);
    }
    return connection
        .query(HAS_PREDECESSOR)
        .execute()
        .map(rows -> rows.iterator().next().getBoolean("found"))
        .chain(
            found ->
                found ? adoptPredecessor(connection, history) : Uni.createFrom().item(history));
  }

  private static Uni<Map<Integer, String>> adoptPredecessor(
      SqlConnection connection, Map<Integer, String> history) {
    Migration first = Migration.all().getFirst();
    return connection
        .query(READ_PREDECESSOR)
        .execute()
        .map(rows -> rows.iterator().next().getInteger("version"))
        .invoke(Migrator::refuseOtherVersions)
        .chain(() -> record(connection, first))
        .invoke(() -> LOG.info("The database of a predecessor is adopted"))
        .map(
            done -> {
              Map<Integer, String> adopted = new HashMap<>(history);
              adopted.put(first.version(), first.checksum());
              return adopted;
            });
  }

  private static void refuseOtherVersions(int version) {
    if (version != PREDECESSORS_LAST) {
      throw new IllegalStateException(
          "The database is at version "
              + version
              + " of the predecessor's schema; migrate it to "
              + PREDECESSORS_LAST
              + " with its own tool first");
    }
  }

  private static List<Migration> missing(Map<Integer, String> history) {
    return Migration.all().stream()
        .filter(
            step -> {
              String applied = history.get(step.version());
              if (applied != null && !applied.equals(step.checksum())) {
                throw new IllegalStateException(
                    step.name() + " differs from what was applied to this database");
              }
              return applied == null;
            })
        .toList();
  }

  private static Uni<Integer> apply(SqlConnection connection, List<Migration> missing) {
    return Multi.createFrom()
        .iterable(missing)
        .onItem()
        .transformToUniAndConcatenate(
            step ->
                connection
                    .query(step.sql())
                    .execute()
                    .chain(() -> record(connection, step))
                    .invoke(() -> LOG.infof("The schema has a new step name=%s", step.name())))
        .collect()
        .asList()
        .replaceWith(missing.size());
  }

  private static Uni<Void> record(SqlConnection connection, Migration step) {
    return connection
        .preparedQuery(RECORD)
        .execute(Tuple.of(step.version(), step.name(), step.checksum()))
        .replaceWithVoid();
  }
}
