package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.imagebuilder.composer.database.TestDatabase;
import org.imagebuilder.composer.drills.DrillSize;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signals are a convenience: nothing waits for ever because one was lost. */
@Tag("drill")
@SuppressWarnings("NullAway.Init")
class SignalDrillTest {
  private static final Duration PATIENCE = Duration.ofSeconds(50);
  private static final String CUT_LISTENERS =
      "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen composer_jobs' and datname = current_database()";

  private TestDatabase database;

  @BeforeEach
  void createDatabase() {
    database = TestDatabase.migrated();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  /** What went wrong elsewhere: a signal that fell into a gap left workers waiting. */
  @Test
  void polls_of_a_replica_that_hears_nothing_get_their_jobs_by_looking_themselves() {
    try (TestQueue deaf = TestQueue.deaf(database, QueueConfigs.usual(), 4);
        TestQueue other = new TestQueue(database, QueueConfigs.usual(), 4)) {
      for (int round = 0; round < DrillSize.times(3); round++) {
        List<CompletableFuture<Optional<LeasedJob>>> polls = polls(deaf, 10);

        IntStream.range(0, 10).forEach(i -> other.enqueue(Plans.single()));

        assertThat(polls.stream().map(poll -> poll.join().orElseThrow().id()).distinct())
            .hasSize(10);
      }
    }
  }

  @Test
  void a_caller_at_a_replica_that_hears_nothing_learns_of_its_jobs_end() {
    try (TestQueue deaf = TestQueue.deaf(database, QueueConfigs.usual(), 4);
        TestQueue other = new TestQueue(database, QueueConfigs.usual(), 4)) {
      NewPlan plan = other.enqueue(Plans.awaited());
      var end = deaf.queue.await(Plans.root(plan), PATIENCE).subscribeAsCompletionStage();

      other.succeed(other.lease());

      assertThat(end.toCompletableFuture().join()).isPresent();
    }
  }

  /** What went wrong elsewhere: composer crashed when its listening connection did. */
  @Test
  void listening_connections_that_are_cut_again_and_again_delay_jobs_and_lose_none() {
    try (TestQueue one = new TestQueue(database, QueueConfigs.usual(), 4);
        TestQueue two = new TestQueue(database, QueueConfigs.usual(), 4)) {
      for (int round = 0; round < DrillSize.times(5); round++) {
        List<CompletableFuture<Optional<LeasedJob>>> polls = polls(two, 5);
        one.rows(CUT_LISTENERS);

        IntStream.range(0, 5).forEach(i -> one.enqueue(Plans.single()));

        polls.forEach(poll -> two.succeed(poll.join().orElseThrow()));
      }
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  one.count(
                          "select count(*) from pg_stat_activity where query = 'listen composer_jobs' and datname = current_database()")
                      == 2);
      assertThat(one.count("select count(*) from jobs where state <> 'succeeded'")).isZero();
    }
  }

  private static List<CompletableFuture<Optional<LeasedJob>>> polls(TestQueue replica, int number) {
    return IntStream.range(0, number)
        .mapToObj(
            i ->
                replica
                    .queue
                    .lease(TestQueue.poll(PATIENCE, TestQueue.ALL_TYPES))
                    .subscribeAsCompletionStage())
        .toList();
  }
}
