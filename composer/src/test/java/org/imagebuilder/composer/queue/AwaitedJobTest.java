package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.imagebuilder.composer.queue.Plans.root;
import static org.imagebuilder.composer.queue.Plans.single;

import java.time.Duration;
import java.util.Optional;
import org.imagebuilder.composer.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs for whose end somebody waits. */
class AwaitedJobTest {
  private static TestDatabase database;

  private TestQueue queue;

  @BeforeAll
  static void createDatabase() {
    database = TestDatabase.migrated();
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @BeforeEach
  void openQueue() {
    queue = new TestQueue(database, QueueConfigs.usual(), 4);
  }

  @AfterEach
  void emptyQueue() {
    queue.rows("delete from jobs");
    queue.rows("update chores set last_run = now()");
    queue.close();
  }

  @Test
  void an_awaited_job_is_cancelled_when_nobody_waits_any_more() {
    NewPlan plan = queue.enqueue(Plans.awaited());
    var waiting = queue.queue.await(root(plan), Duration.ofMinutes(1)).subscribe().with(job -> {});
    waiting.cancel();

    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              queue.sweep();
              return queue.state(root(plan)) == JobState.CANCELLED;
            });

    assertThat(queue.leaseShortly()).isEmpty();
  }

  @Test
  void an_awaited_job_goes_on_while_somebody_waits() {
    queue.close();
    queue = new TestQueue(database, QueueConfigs.usual().withAwaitedFor(Duration.ofMillis(900)), 4);
    NewPlan plan = queue.enqueue(Plans.awaited());
    var end = queue.queue.await(root(plan), Duration.ofMinutes(1)).subscribeAsCompletionStage();
    var before = queue.rows("select awaited_until from jobs").getFirst().getOffsetDateTime(0);
    // It was prolonged twice: somebody is seen to wait.
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                queue
                    .rows("select awaited_until from jobs")
                    .getFirst()
                    .getOffsetDateTime(0)
                    .isAfter(before.plusSeconds(1)));
    queue.sweep();

    queue.succeed(queue.lease());

    assertThat(end.toCompletableFuture().join())
        .map(JobSummary::state)
        .contains(JobState.SUCCEEDED);
  }

  @Test
  void the_end_of_a_job_is_heard_by_a_caller_at_another_replica() {
    try (TestQueue other = new TestQueue(database, QueueConfigs.usual(), 3)) {
      NewPlan plan = queue.enqueue(Plans.awaited());
      var end = other.queue.await(root(plan), Duration.ofSeconds(30)).subscribeAsCompletionStage();

      queue.succeed(queue.lease());

      assertThat(end.toCompletableFuture().join())
          .map(JobSummary::state)
          .contains(JobState.SUCCEEDED);
    }
  }

  @Test
  void a_wait_ends_empty_with_its_patience() {
    NewPlan plan = queue.enqueue(single());

    Optional<JobSummary> end =
        TestDatabase.await(queue.queue.await(root(plan), Duration.ofMillis(300)));

    assertThat(end).isEmpty();
  }

  @Test
  void an_outage_that_costs_no_lease_costs_no_awaited_job() {
    queue.close();
    queue = new TestQueue(database, QueueConfigs.usual().withUsualSweeps(), 4);
    NewPlan plan = queue.enqueue(Plans.awaited());
    queue.lease();
    queue.rows("update jobs set awaited_until = now() - interval '1 s'");
    queue.rows("update job_leases set expires_at = now() + interval '1 min'");
    queue.rows("update chores set last_run = now() - interval '8 s'");

    queue.sweep();

    assertThat(queue.state(root(plan))).isEqualTo(JobState.RUNNING);
  }
}
