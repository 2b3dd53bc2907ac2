package org.imagebuilder.imagebuilder.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.stream.StreamSupport;
import org.imagebuilder.imagebuilder.errors.StartException;

/**
 * What a database looks like that the service before this one has filled. It already has what our
 * first step would make, so that step is taken as done; nothing of it is changed.
 */
final class Predecessor {
  private static final int LAST_VERSION = 15;

  private static final List<String> TABLES =
      List.of("blueprints", "blueprint_versions", "composes");

  private static final String FIND_TABLES =
      """
      SELECT name, to_regclass(name) IS NOT NULL AS found
      FROM unnest(ARRAY['schema_version', 'blueprints', 'blueprint_versions', 'composes']) AS name
      """;

  private static final String READ_VERSIONS = "SELECT version FROM schema_version";

  private Predecessor() {}

  /** Whether there is one; fails where there is something else in its place. */
  static Uni<Boolean> isHere(SqlConnection connection) {
    return connection
        .query(FIND_TABLES)
        .execute()
        .map(Predecessor::names)
        .chain(
            found -> {
              if (found.contains("schema_version")) {
                return connection
                    .query(READ_VERSIONS)
                    .execute()
                    .invoke(rows -> check(versions(rows), found))
                    .replaceWith(true);
              }
              refuseStrangers(found);
              return Uni.createFrom().item(false);
            });
  }

  private static List<String> names(RowSet<Row> rows) {
    return stream(rows)
        .filter(row -> row.getBoolean("found"))
        .map(row -> row.getString("name"))
        .toList();
  }

  private static List<Integer> versions(RowSet<Row> rows) {
    return stream(rows).map(row -> row.getInteger("version")).toList();
  }

  private static java.util.stream.Stream<Row> stream(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false);
  }

  private static void check(List<Integer> versions, List<String> found) {
    if (!versions.equals(List.of(LAST_VERSION))) {
      String version =
          versions.size() == 1
              ? "" + versions.getFirst()
              : "unknown, for its table schema_version has " + versions.size() + " rows";
      throw new StartException(
          "the database is at version %s of the predecessor's schema; migrate it to %d with its own tool first, or name another database (PGDATABASE)"
              .formatted(version, LAST_VERSION));
    }
    List<String> missing = TABLES.stream().filter(table -> !found.contains(table)).toList();
    if (!missing.isEmpty()) {
      throw new StartException(
          "the database says that it is the predecessor's, and lacks %s; restore it, or name another database (PGDATABASE)"
              .formatted(String.join(", ", missing)));
    }
  }

  private static void refuseStrangers(List<String> found) {
    if (!found.isEmpty()) {
      throw new StartException(
          "the database has a table %s that is neither ours nor the predecessor's (there is no schema_version); name another database (PGDATABASE)"
              .formatted(found.getFirst()));
    }
  }
}
