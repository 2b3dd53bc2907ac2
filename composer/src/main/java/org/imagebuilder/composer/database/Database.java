package org.imagebuilder.composer.database;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.tuples.Tuple2;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Function;

/**
 * Composer's database: single statements, and transactions that several stores may share. Nothing
 * waits for it longer than its patience.
 */
@ApplicationScoped
public class Database implements Statements {
  private static final int RACES = 5;
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(3);
  private static final Duration LONG_PATIENCE = Duration.ofSeconds(30);

  private final Pool pool;
  private final Duration patience;
  private final Duration longPatience;

  /** Works on the pool that the caller has configured. */
  public Database(Pool pool) {
    this(pool, USUAL_PATIENCE, LONG_PATIENCE);
  }

  @Inject
  Database(Pool pool, DatabaseConfig config) {
    this(pool, config.answerTimeout(), config.statementTimeout());
  }

  private Database(Pool pool, Duration patience, Duration longPatience) {
    this.pool = pool;
    this.patience = patience;
    this.longPatience = longPatience;
  }

  /**
   * The same for work that nobody waits for, or that is worth a wait: chores, and the end of a job.
   */
  public Database patient() {
    return new Database(pool, longPatience, longPatience);
  }

  /**
   * Runs {@code work} in one transaction: committed when its Uni ends with an item, rolled back
   * when it fails or is cancelled. Work that the database gave up in favour of a rival's is done
   * again from the start, so it must not have effects outside the transaction.
   */
  public <T> Uni<T> inTransaction(Function<Tx, Uni<T>> work) {
    return repeated(Use.of(pool, patience, connection -> transaction(connection, work)));
  }

  @Override
  public Uni<RowSet<Row>> run(String sql, Tuple arguments) {
    return repeated(
        Use.of(pool, patience, connection -> connection.preparedQuery(sql).execute(arguments)));
  }

  private static <T> Uni<T> repeated(Uni<T> work) {
    return work.onFailure(Outage::isLostRace)
        .retry()
        .withBackOff(PAUSE)
        .atMost(RACES)
        .onFailure(Outage::isOne)
        .transform(DatabaseAwayException::of);
  }

  private static <T> Uni<T> transaction(SqlConnection connection, Function<Tx, Uni<T>> work) {
    Tx tx = new Tx(connection);
    // Both at once: the first statements do not wait until the begin is answered.
    return Uni.combine()
        .all()
        .unis(connection.begin(), Uni.createFrom().deferred(() -> work.apply(tx)))
        .asTuple()
        .onItem()
        .call(both -> both.getItem1().commit())
        .map(Tuple2::getItem2)
        .onFailure()
        .call(() -> rollback(connection))
        .onCancellation()
        .call(() -> rollback(connection))
        .onTermination()
        .invoke(tx::ended)
        .invoke(tx::committed);
  }

  private static Uni<Void> rollback(SqlConnection connection) {
    Transaction open = connection.transaction();
    return open == null
        ? Uni.createFrom().voidItem()
        : open.rollback().onFailure().recoverWithNull();
  }
}
