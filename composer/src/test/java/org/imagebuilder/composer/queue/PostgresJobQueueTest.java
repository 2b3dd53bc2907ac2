package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.imagebuilder.composer.queue.Plans.diamond;
import static org.imagebuilder.composer.queue.Plans.pair;
import static org.imagebuilder.composer.queue.Plans.root;
import static org.imagebuilder.composer.queue.Plans.single;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.composer.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How jobs come into the queue and into the hands of workers, seen through its door. */
class PostgresJobQueueTest {
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
    queue = new TestQueue(database, QueueConfigs.usual(), 6);
  }

  @AfterEach
  void emptyQueue() {
    queue.rows("delete from jobs");
    queue.close();
  }

  @Test
  void a_job_without_inputs_is_leased_with_its_args() {
    NewPlan plan = queue.enqueue(single());

    LeasedJob leased = queue.lease();

    assertThat(leased.id()).isEqualTo(root(plan));
    assertThat(leased.queueType()).isEqualTo(Plans.IMAGE);
    assertThat(leased.args()).isEqualTo(plan.jobs().getFirst().args());
    assertThat(leased.inputs()).isEmpty();
  }

  @Test
  void a_poll_that_waits_gets_a_job_that_is_enqueued_later() {
    var poll =
        queue
            .queue
            .lease(TestQueue.poll(Duration.ofSeconds(20), TestQueue.ALL_TYPES))
            .subscribeAsCompletionStage();

    NewPlan plan = queue.enqueue(single());

    assertThat(poll.toCompletableFuture().join()).map(LeasedJob::id).contains(root(plan));
  }

  @Test
  void a_poll_is_answered_with_nothing_when_its_patience_ends() {
    assertThat(queue.leaseShortly()).isEmpty();
  }

  @Test
  void a_worker_gets_only_the_types_and_the_channel_it_asked_for() {
    queue.enqueue(single());

    Optional<LeasedJob> otherType =
        queue.leaseWithin(Duration.ofMillis(200), Set.of("image:aarch64"));
    Optional<LeasedJob> otherChannel =
        TestDatabase.await(
            queue.queue.lease(
                new LeaseRequest(
                    "org-2",
                    TestQueue.ALL_TYPES,
                    Optional.empty(),
                    false,
                    Duration.ofMillis(200))));

    assertThat(otherType).isEmpty();
    assertThat(otherChannel).isEmpty();
  }

  @Test
  void a_dependant_waits_for_its_input_and_gets_its_result_by_name() {
    NewPlan plan = queue.enqueue(pair());
    LeasedJob manifest = queue.lease();
    queue.succeed(manifest.lease(), "{\"text\":\"\\u0000 1.0 kept\"}");

    LeasedJob image = queue.lease();

    assertThat(image.id()).isEqualTo(root(plan));
    assertThat(image.inputs())
        .containsExactly(
            new LeasedInput(
                "manifest", manifest.id(), JobState.SUCCEEDED, "{\"text\":\"\\u0000 1.0 kept\"}"));
  }

  @Test
  void inputs_come_in_the_order_in_which_the_job_listed_them() {
    queue.enqueue(diamond());
    queue.succeed(queue.lease());
    queue.succeed(queue.lease());

    LeasedJob image = queue.lease();

    assertThat(image.inputs()).extracting(LeasedInput::name).containsExactly("second", "first");
  }

  @Test
  void heavy_args_and_results_reach_their_workers_whole() {
    String heavy = "{\"heavy\":\"" + "0123456789".repeat(600_000) + "\"}";
    NewPlan light = Plans.pair();
    NewJob manifest = NewJob.of(JobId.random(), Plans.MANIFEST, heavy);
    NewJob image = light.jobs().get(1).withInputs(new NewInput("manifest", manifest.id()));
    queue.enqueue(NewPlan.of(light.id(), Plans.CHANNEL, "share", List.of(manifest, image)));
    LeasedJob first = queue.lease();
    queue.succeed(first.lease(), heavy);

    LeasedJob second = queue.lease();

    assertThat(first.args()).isEqualTo(heavy);
    assertThat(second.inputs()).extracting(LeasedInput::result).containsExactly(heavy);
  }

  @Test
  void a_plan_with_an_unknown_input_is_refused_and_leaves_no_row() {
    NewJob orphan =
        NewJob.of(JobId.random(), Plans.IMAGE, "{}")
            .withInputs(new NewInput("manifest", JobId.random()));
    NewPlan plan = NewPlan.of(UUID.randomUUID(), Plans.CHANNEL, "share", List.of(orphan));

    assertThatThrownBy(() -> queue.enqueue(plan)).isInstanceOf(IllegalArgumentException.class);

    assertThat(queue.count("select count(*) from jobs")).isZero();
  }

  @Test
  void a_job_may_need_the_result_of_another_plan_that_succeeded() {
    NewPlan old = queue.enqueue(single());
    queue.succeed(queue.lease().lease(), "{\"made\":\"before\"}");
    NewJob copy =
        NewJob.of(JobId.random(), "report", "{}").withInputs(new NewInput("image", root(old)));

    queue.enqueue(NewPlan.of(copy.id().value(), Plans.CHANNEL, "share", List.of(copy)));

    assertThat(queue.lease().inputs())
        .extracting(LeasedInput::result)
        .containsExactly("{\"made\":\"before\"}");
  }

  @Test
  void a_transaction_that_fails_takes_the_plan_with_it() {
    NewPlan plan = single();

    assertThatThrownBy(
            () ->
                TestDatabase.await(
                    queue.database.inTransaction(
                        tx ->
                            queue
                                .queue
                                .enqueue(tx, List.of(plan))
                                .chain(
                                    () ->
                                        Uni.createFrom()
                                            .<Void>failure(new IllegalStateException("no"))))))
        .hasMessage("no");

    assertThat(queue.leaseShortly()).isEmpty();
    assertThat(queue.count("select count(*) from jobs")).isZero();
  }

  @Test
  void a_replica_hears_of_jobs_that_another_enqueued() {
    try (TestQueue other = new TestQueue(database, QueueConfigs.usual(), 3)) {
      var poll =
          other
              .queue
              .lease(TestQueue.poll(Duration.ofSeconds(20), TestQueue.ALL_TYPES))
              .subscribeAsCompletionStage();

      NewPlan plan = queue.enqueue(single());

      assertThat(poll.toCompletableFuture().join()).map(LeasedJob::id).contains(root(plan));
    }
  }

  @Test
  void jobs_that_have_not_ended_are_counted_by_channel_type_and_state() {
    queue.enqueue(pair());
    queue.enqueue(single());
    queue.lease(Plans.MANIFEST);

    List<JobCount> counts = TestDatabase.await(queue.queue.counts());

    assertThat(counts)
        .extracting(JobCount::channel, JobCount::queueType, JobCount::state, JobCount::jobs)
        .containsExactlyInAnyOrder(
            tuple(Plans.CHANNEL, Plans.MANIFEST, JobState.RUNNING, 1L),
            tuple(Plans.CHANNEL, Plans.IMAGE, JobState.WAITING, 1L),
            tuple(Plans.CHANNEL, Plans.IMAGE, JobState.READY, 1L));
  }
}
