package org.imagebuilder.composer.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * An open transaction. Whoever is given one writes into it and never ends it: that is done by
 * {@link Database#inTransaction}. Statements are done in the order in which they are subscribed to;
 * one that needs no answer of the one before need not wait for it.
 */
public final class Tx implements Statements {
  private final SqlConnection connection;
  private final List<Runnable> afterCommit = new ArrayList<>();
  private final List<Runnable> afterEnd = new ArrayList<>();

  Tx(SqlConnection connection) {
    this.connection = connection;
  }

  @Override
  public Uni<RowSet<Row>> run(String sql, Tuple arguments) {
    return connection.preparedQuery(sql).execute(arguments);
  }

  /** Calls {@code action} when everything written here is visible to others, and only then. */
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  /** Calls {@code action} when the transaction is over, however it ended. */
  public void afterEnd(Runnable action) {
    afterEnd.add(action);
  }

  void committed() {
    afterCommit.forEach(Runnable::run);
  }

  void ended() {
    afterEnd.forEach(Runnable::run);
  }
}
