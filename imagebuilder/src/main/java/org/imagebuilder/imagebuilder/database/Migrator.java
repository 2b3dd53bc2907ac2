package org.imagebuilder.imagebuilder.database;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.imagebuilder.imagebuilder.errors.StartException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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

  // A step that waits for a table holds up everybody who comes after it, so it lets go soon.
  private static final String KEEP_QUIET =
      "SET LOCAL client_min_messages = warning; SET LOCAL lock_timeout = '5s'";

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

  private static final String RECORD =
      "INSERT INTO imagebuilder_migrations (version, name, checksum) VALUES ($1, $2, $3)";

  private final Pool pool;
  private final boolean acceptNewer;

  /**
   * @param acceptNewer whether steps of a newer release may be there already
   */
  public Migrator(Pool pool, boolean acceptNewer) {
    this.pool = pool;
    this.acceptNewer = acceptNewer;
  }

  /** The number of steps that were applied here; none if the database was up to date. */
  public Uni<Integer> run() {
    return pool.withTransaction(
        connection ->
            connection
                .query(ConnectionBounds.NONE_HERE)
                .execute()
                .chain(() -> connection.preparedQuery(TAKE_LOCK).execute(Tuple.of(LOCK)))
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
    Migration first = Migration.all().getFirst();
    return Predecessor.isHere(connection)
        .chain(
            here ->
                here
                    ? record(connection, first)
                        .invoke(() -> LOG.info("The database of a predecessor is adopted"))
                        .replaceWith(Map.of(first.version(), first.checksum()))
                    : Uni.createFrom().item(history));
  }

  private List<Migration> missing(Map<Integer, String> history) {
    List<Migration> known = Migration.all();
    history.keySet().stream()
        .filter(version -> version > known.getLast().version() && !acceptNewer)
        .findFirst()
        .ifPresent(
            version -> {
              throw new StartException(
                  "the database is newer than this program, which does not know its step %d; start the newer release, or set imagebuilder.database.accept-newer=true if its notes allow it"
                      .formatted(version));
            });
    return known.stream().filter(step -> isMissing(step, history.get(step.version()))).toList();
  }

  private static boolean isMissing(Migration step, @Nullable String applied) {
    if (applied != null && !applied.equals(step.checksum())) {
      throw new StartException(
          step.name()
              + " differs from what was applied to this database; restore the file of the release that applied it");
    }
    return applied == null;
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
