package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.imagebuilder.composer.queue.Plans.root;
import static org.imagebuilder.composer.queue.Plans.single;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.imagebuilder.composer.database.DatabaseAwayException;
import org.imagebuilder.composer.database.PostgresServer;
import org.imagebuilder.composer.database.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that goes away and comes back delays everything and loses nothing. */
class OutageTest {
  private PostgresServer server;
  private TestDatabase database;
  private TestQueue queue;

  @BeforeEach
  void startServer() {
    server = PostgresServer.ofItsOwn();
    database = server.createDatabase().migrate();
    queue = new TestQueue(database, QueueConfigs.usual(), 4);
  }

  @AfterEach
  void stopServer() {
    queue.close();
    server.close();
  }

  @Test
  void a_poll_that_waits_gets_its_job_after_the_database_was_away() {
    var poll = poll(Duration.ofMinutes(1));

    server.stop();
    server.startAgain();
    NewPlan plan = queue.enqueue(single());

    assertThat(poll.join()).map(LeasedJob::id).contains(root(plan));
  }

  @Test
  void a_poll_whose_patience_ends_while_the_database_is_away_is_answered_with_nothing() {
    server.stop();

    Optional<LeasedJob> leased = poll(Duration.ofMillis(1500)).join();

    assertThat(leased).isEmpty();
    server.startAgain();
  }

  @Test
  void a_result_waits_for_the_database_to_come_back() {
    NewPlan plan = queue.enqueue(single());
    Lease lease = queue.lease().lease();
    server.stop();

    var answer =
        queue
            .queue
            .finish(lease, new Finish(true, "2xx", Ending.of("{\"dear\":true}")))
            .subscribeAsCompletionStage();
    server.startAgain();

    assertThat(answer.join().answer()).isEqualTo(FinishAnswer.FINISHED);
    assertThat(queue.result(root(plan))).contains("{\"dear\":true}");
  }

  @Test
  void a_caller_that_waits_for_an_end_hears_of_it_after_the_database_was_away() {
    NewPlan plan = queue.enqueue(single());
    LeasedJob leased = queue.lease();
    var end = queue.queue.await(root(plan), Duration.ofMinutes(1)).subscribeAsCompletionStage();

    server.stop();
    server.startAgain();
    queue.succeed(leased);

    assertThat(end.join()).map(JobSummary::state).contains(JobState.SUCCEEDED);
  }

  @Test
  void a_heartbeat_says_that_the_database_is_away() {
    queue.enqueue(single());
    Lease lease = queue.lease().lease();
    server.stop();

    assertThatThrownBy(() -> TestDatabase.await(queue.queue.heartbeat(lease)))
        .isInstanceOf(DatabaseAwayException.class);
    server.startAgain();
  }

  @Test
  void a_listening_connection_that_is_cut_is_opened_again() {
    try (TestQueue other = new TestQueue(database, QueueConfigs.usual(), 3)) {
      awaitListeners(2);

      server.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen composer_jobs'");

      awaitListeners(2);
      var poll = poll(Duration.ofMinutes(1));
      NewPlan plan = other.enqueue(single());
      assertThat(poll.join()).map(LeasedJob::id).contains(root(plan));
    }
  }

  private void awaitListeners(int expected) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                queue.count(
                        "select count(*) from pg_stat_activity where query = 'listen composer_jobs'")
                    == expected);
  }

  private CompletableFuture<Optional<LeasedJob>> poll(Duration patience) {
    return queue
        .queue
        .lease(TestQueue.poll(patience, TestQueue.ALL_TYPES))
        .subscribeAsCompletionStage();
  }
}
