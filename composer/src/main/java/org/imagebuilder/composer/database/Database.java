package org.imagebuilder.composer.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Function;

/** Composer's database: single statements, and transactions that several stores may share. */
@ApplicationScoped
public class Database implements Statements {
  private final Pool pool;

  /** Works on the pool that the caller has configured. */
  public Database(Pool pool) {
    this.pool = pool;
  }

  /**
   * Runs {@code work} in one transaction: committed when its Uni ends with an item, rolled back
   * when it fails or is cancelled. Work that the database gave up in favour of a rival's is done
   * again from the start, so it must not have effects outside the transaction.
   */
  public <T> Uni<T> inTransaction(Function<Tx, Uni<T>> work) {
    return pool.getConnection()
        .onItem()
        .transformToUni(connection -> transaction(connection, work))
        .onFailure(Outage::isLostRace)
        .retry()
        .withBackOff(Duration.ofMillis(10))
        .atMost(5)
        .onFailure(Outage::isOne)
        .transform(DatabaseAwayException::new);
  }

  @Override
  public Uni<RowSet<Row>> run(String sql, Tuple arguments) {
    return pool.preparedQuery(sql)
        .execute(arguments)
        .onFailure(Outage::isLostRace)
        .retry()
        .withBackOff(Duration.ofMillis(10))
        .atMost(5)
        .onFailure(Outage::isOne)
        .transform(DatabaseAwayException::new);
  }

  private static <T> Uni<T> transaction(SqlConnection connection, Function<Tx, Uni<T>> work) {
    Tx tx = new Tx(connection);
    return connection
        .begin()
        .onItem()
        .transformToUni(
            transaction ->
                Uni.createFrom()
                    .deferred(() -> work.apply(tx))
                    .onItem()
                    .call(transaction::commit)
                    .onFailure()
                    .call(() -> transaction.rollback().onFailure().recoverWithNull())
                    .onCancellation()
                    .call(() -> transaction.rollback().onFailure().recoverWithNull()))
        .onTermination()
        .invoke(tx::ended)
        .onTermination()
        .call(() -> connection.close().onFailure().recoverWithNull())
        .invoke(tx::committed);
  }
}
