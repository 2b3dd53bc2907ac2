package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.composer.queue.Plans.diamond;
import static org.imagebuilder.composer.queue.Plans.job;
import static org.imagebuilder.composer.queue.Plans.pair;
import static org.imagebuilder.composer.queue.Plans.root;
import static org.imagebuilder.composer.queue.Plans.single;

import org.imagebuilder.composer.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cancel ends jobs at once, stops their workers, and leaves nothing behind. */
class CancelTest {
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
    queue.close();
  }

  @Test
  void all_jobs_of_a_plan_are_cancelled_and_none_is_leased_any_more() {
    NewPlan plan = queue.enqueue(pair());

    int cancelled = cancel(plan);

    assertThat(cancelled).isEqualTo(2);
    assertThat(queue.leaseShortly()).isEmpty();
    assertThat(queue.state(root(plan))).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void a_second_cancel_finds_nothing_to_do() {
    NewPlan plan = queue.enqueue(pair());
    cancel(plan);

    assertThat(cancel(plan)).isZero();
  }

  @Test
  void what_has_ended_stays_as_it_is() {
    NewPlan plan = queue.enqueue(pair());
    queue.succeed(queue.lease());

    int cancelled = cancel(plan);

    assertThat(cancelled).isEqualTo(1);
    assertThat(queue.state(job(plan, 0))).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void the_worker_learns_of_it_with_its_heartbeat() {
    NewPlan plan = queue.enqueue(single());
    Lease lease = queue.lease().lease();
    cancel(plan);

    LeaseState state = TestDatabase.await(queue.queue.heartbeat(lease));

    assertThat(state).isEqualTo(LeaseState.CANCELLED);
  }

  @Test
  void the_lease_stays_until_the_worker_reports() {
    NewPlan plan = queue.enqueue(single());
    LeasedJob leased = queue.lease();
    cancel(plan);
    boolean leasedBefore = queue.summary(root(plan)).leased();

    FinishAnswer answer = queue.succeed(leased);

    assertThat(answer).isEqualTo(FinishAnswer.CANCELLED);
    assertThat(leasedBefore).isTrue();
    assertThat(queue.summary(root(plan)).leased()).isFalse();
  }

  @Test
  void a_result_that_comes_after_a_cancel_is_kept_and_changes_nothing() {
    NewPlan plan = queue.enqueue(single());
    Lease lease = queue.lease().lease();
    cancel(plan);

    queue.succeed(lease, "{\"late\":1}");

    assertThat(queue.result(root(plan))).contains("{\"late\":1}");
    assertThat(queue.state(root(plan))).isEqualTo(JobState.CANCELLED);
    assertThat(queue.summary(root(plan)).summary()).isEmpty();
  }

  @Test
  void of_two_results_that_come_after_a_cancel_the_first_is_kept() {
    NewPlan plan = queue.enqueue(single());
    Lease lease = queue.lease().lease();
    cancel(plan);
    queue.succeed(lease, "{\"late\":1}");

    FinishAnswer answer = queue.succeed(lease, "{\"late\":2}");

    assertThat(answer).isEqualTo(FinishAnswer.CANCELLED);
    assertThat(queue.result(root(plan))).contains("{\"late\":1}");
  }

  @Test
  void a_token_of_another_channel_leaves_no_result_after_a_cancel() {
    NewPlan plan = queue.enqueue(single());
    Lease lease = queue.lease().lease();
    cancel(plan);

    FinishAnswer answer = queue.succeed(new Lease(lease.token(), "org-2"), "{}");

    assertThat(answer).isEqualTo(FinishAnswer.UNKNOWN);
    assertThat(queue.result(root(plan))).isEmpty();
  }

  @Test
  void what_runs_after_a_cancel_is_not_told_of_results_that_came_too_late() {
    NewPlan plan = queue.enqueue(diamond());
    Lease late = queue.lease().lease();
    cancel(plan);
    queue.succeed(late, "{\"late\":1}");

    LeasedJob report = queue.lease("report");

    assertThat(report.inputs()).extracting(LeasedInput::name).containsExactly("image", "first");
    assertThat(report.inputs())
        .extracting(LeasedInput::result)
        .containsExactly("{\"error\":\"input\"}", "{}");
  }

  @Test
  void a_worker_that_reports_twice_hears_the_same_twice() {
    NewPlan plan = queue.enqueue(single());
    LeasedJob leased = queue.lease();
    cancel(plan);
    queue.succeed(leased);

    assertThat(queue.succeed(leased)).isEqualTo(FinishAnswer.CANCELLED);
    assertThat(TestDatabase.await(queue.queue.heartbeat(leased.lease())))
        .isEqualTo(LeaseState.CANCELLED);
  }

  @Test
  void a_worker_that_hands_back_a_cancelled_job_frees_its_lease() {
    NewPlan plan = queue.enqueue(single());
    LeasedJob leased = queue.lease();
    cancel(plan);

    LeaseState state = TestDatabase.await(queue.queue.handBack(leased.lease()));

    assertThat(state).isEqualTo(LeaseState.CANCELLED);
    assertThat(queue.summary(root(plan)).leased()).isFalse();
    assertThat(queue.leaseShortly()).isEmpty();
  }

  @Test
  void what_runs_when_an_input_fails_runs_after_a_cancel_too() {
    queue.enqueue(diamond());
    NewPlan plan = queue.enqueue(diamond());

    cancel(plan);

    LeasedJob report = queue.lease("report");
    assertThat(report.id()).isEqualTo(root(plan));
    assertThat(report.inputs())
        .allSatisfy(input -> assertThat(input.state()).isEqualTo(JobState.CANCELLED));
    // A cancelled input looks as if it had failed, where its plan says how that looks.
    assertThat(report.inputs())
        .extracting(LeasedInput::result)
        .containsExactly("{\"error\":\"input\"}", "{}");
  }

  @Test
  void a_plan_that_is_being_built_cannot_be_deleted() {
    NewPlan plan = queue.enqueue(single());
    LeasedJob leased = queue.lease();
    cancel(plan);
    boolean whileLeased = delete(plan);
    queue.succeed(leased);

    boolean afterwards = delete(plan);

    assertThat(whileLeased).isFalse();
    assertThat(afterwards).isTrue();
    assertThat(queue.count("select count(*) from jobs")).isZero();
  }

  @Test
  void a_plan_that_has_not_ended_cannot_be_deleted() {
    NewPlan plan = queue.enqueue(pair());

    assertThat(delete(plan)).isFalse();

    assertThat(queue.count("select count(*) from jobs")).isEqualTo(2);
  }

  private boolean delete(NewPlan plan) {
    return TestDatabase.await(
        queue.database.inTransaction(tx -> queue.queue.delete(tx, plan.id())));
  }

  private int cancel(NewPlan plan) {
    return TestDatabase.await(queue.queue.cancel(plan.id()));
  }
}
