package org.imagebuilder.composer.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

/** Where a statement may run: inside a transaction ({@link Tx}) or by itself ({@link Database}). */
public interface Statements {

  /**
   * Runs one prepared statement. Fails with {@link DatabaseAwayException} when the database cannot
   * be reached, and with the driver's exception when it refuses the statement.
   */
  Uni<RowSet<Row>> run(String sql, Tuple arguments);

  /** Runs one prepared statement that takes no arguments. */
  default Uni<RowSet<Row>> run(String sql) {
    return run(sql, Tuple.tuple());
  }
}
