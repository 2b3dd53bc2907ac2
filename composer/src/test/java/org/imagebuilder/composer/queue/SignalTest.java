package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How replicas tell each other of jobs. */
@SuppressWarnings("NullAway.Init")
class SignalTest {
  private static final String LISTENERS =
      "select pid from pg_stat_activity where query = 'listen composer_jobs' and datname = current_database() order by pid";

  private TestDatabase database;
  private TestQueue queue;

  @BeforeEach
  void openQueue() {
    database = TestDatabase.migrated();
    queue = new TestQueue(database, QueueConfigs.usual(), 4);
  }

  @AfterEach
  void closeQueue() {
    queue.close();
    database.close();
  }

  /** A NOTIFY inside would make all commits of the whole server wait for each other. */
  @Test
  void no_transaction_that_enqueues_notifies() throws Exception {
    CompletableFuture<Integer> notifier = new CompletableFuture<>();
    listen(notifier);
    Database own = new Database(database.pool(1));

    int writer =
        TestDatabase.await(
            own.inTransaction(
                tx ->
                    queue
                        .queue
                        .enqueue(tx, List.of(Plans.single()))
                        .chain(() -> tx.run("select pg_backend_pid()"))
                        .map(rows -> rows.iterator().next().getInteger(0))));

    assertThat(notifier.get(20, TimeUnit.SECONDS)).isNotEqualTo(writer);
  }

  /** Listening anew for each signal leaves gaps in which signals are lost. */
  @Test
  void a_replica_listens_on_one_connection_through_all_signals() {
    try (TestQueue other = new TestQueue(database, QueueConfigs.usual(), 2)) {
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> listeners().size() == 2);
      List<Integer> before = listeners();

      for (int i = 0; i < 10; i++) {
        other.enqueue(Plans.single());
        queue.succeed(queue.lease());
      }

      assertThat(listeners()).isEqualTo(before);
    }
  }

  private List<Integer> listeners() {
    return queue.rows(LISTENERS).stream().map(row -> row.getInteger(0)).toList();
  }

  private void listen(CompletableFuture<Integer> notifier) {
    SqlConnection connection = TestDatabase.await(database.pool(1).getConnection());
    ((PgConnection) connection.getDelegate())
        .notificationHandler(notification -> notifier.complete(notification.getProcessId()));
    TestDatabase.await(connection.query("listen composer_jobs").execute());
  }
}
