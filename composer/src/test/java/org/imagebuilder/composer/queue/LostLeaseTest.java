package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.imagebuilder.composer.queue.Plans.diamond;
import static org.imagebuilder.composer.queue.Plans.job;
import static org.imagebuilder.composer.queue.Plans.pair;
import static org.imagebuilder.composer.queue.Plans.root;
import static org.imagebuilder.composer.queue.Plans.single;

import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.imagebuilder.composer.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers that are not heard of any more, and polls that go away. */
class LostLeaseTest {
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
    queue = new TestQueue(database, QueueConfigs.usual().withLeasesThatExpireAtOnce(), 4);
  }

  @AfterEach
  void emptyQueue() {
    queue.rows("delete from jobs");
    queue.rows("update chores set last_run = now()");
    queue.close();
  }

  private static final String TAKES_THAT_WAIT =
      """
      select count(*) from pg_stat_activity
      where wait_event_type = 'Lock' and query like '%skip locked%' and pid <> pg_backend_pid()
      """;

  @Test
  void an_expired_lease_makes_the_job_ready_again() {
    NewPlan plan = queue.enqueue(single());
    queue.lease();

    int taken = queue.sweep();

    assertThat(taken).isEqualTo(1);
    assertThat(queue.state(root(plan))).isEqualTo(JobState.READY);
  }

  @Test
  void an_expired_lease_cannot_finish_the_job() {
    NewPlan plan = queue.enqueue(single());
    LeasedJob late = queue.lease();
    queue.sweep();
    LeasedJob now = queue.lease();

    FinishAnswer answer = queue.succeed(late);

    assertThat(answer).isEqualTo(FinishAnswer.UNKNOWN);
    assertThat(queue.state(root(plan))).isEqualTo(JobState.RUNNING);
    assertThat(queue.succeed(now)).isEqualTo(FinishAnswer.FINISHED);
  }

  @Test
  void a_lease_that_is_prolonged_in_time_stays() {
    useUsualLeases();
    NewPlan plan = queue.enqueue(single());
    TestDatabase.await(queue.queue.heartbeat(queue.lease().lease()));

    int taken = queue.sweep();

    assertThat(taken).isZero();
    assertThat(queue.state(root(plan))).isEqualTo(JobState.RUNNING);
  }

  @Test
  void a_job_that_lost_its_last_attempt_fails_as_it_was_told_to() {
    NewPlan plan = queue.enqueue(pair());
    queue.succeed(queue.lease());

    loseConfirmedLeases(3);

    JobSummary image = queue.summary(root(plan));
    assertThat(image.state()).isEqualTo(JobState.FAILED);
    assertThat(image.lostAttempts()).isEqualTo(3);
    assertThat(image.summary()).contains("{\"short\":\"lost\"}");
    assertThat(queue.result(root(plan))).contains("{\"error\":\"lost\"}");
  }

  @Test
  void a_job_that_fails_so_takes_its_dependants_along() {
    NewPlan plan = queue.enqueue(diamond());
    queue.succeed(queue.lease());

    loseConfirmedLeases(3);

    assertThat(queue.state(job(plan, 1))).isEqualTo(JobState.FAILED);
    assertThat(queue.state(job(plan, 2))).isEqualTo(JobState.FAILED);
    assertThat(queue.lease("report").id()).isEqualTo(root(plan));
  }

  @Test
  void a_worker_that_reports_after_all_was_lost_changes_nothing() {
    NewPlan plan = queue.enqueue(single());
    LeasedJob last = loseConfirmedLeases(3);

    FinishAnswer answer = queue.succeed(last);

    assertThat(answer).isEqualTo(FinishAnswer.UNKNOWN);
    assertThat(queue.state(root(plan))).isEqualTo(JobState.FAILED);
  }

  @Test
  void a_hand_over_that_was_never_confirmed_is_no_attempt_but_the_tenth_is() {
    NewPlan plan = queue.enqueue(single());
    for (int lost = 0; lost < 9; lost++) {
      queue.lease();
      queue.sweep();
    }
    int attemptsBefore = queue.summary(root(plan)).lostAttempts();
    queue.lease();

    queue.sweep();

    assertThat(attemptsBefore).isZero();
    assertThat(queue.summary(root(plan)).lostAttempts()).isEqualTo(1);
  }

  @Test
  void an_outage_costs_no_attempt() {
    queue.close();
    queue = new TestQueue(database, QueueConfigs.usual().withSweepsExpectedAllTheTime(), 4);
    NewPlan plan = queue.enqueue(single());
    queue.lease();
    queue.rows("update job_leases set confirmed_at = now(), expires_at = now() - interval '1 h'");
    queue.rows("update chores set last_run = now() - interval '1 h'");

    int taken = queue.sweep();

    assertThat(taken).isZero();
    assertThat(queue.state(root(plan))).isEqualTo(JobState.RUNNING);
  }

  @Test
  void the_lease_of_a_cancelled_job_expires_without_a_trace() {
    NewPlan plan = queue.enqueue(single());
    queue.lease();
    TestDatabase.await(queue.queue.cancel(plan.id()));

    queue.sweep();

    assertThat(queue.summary(root(plan)).leased()).isFalse();
    assertThat(queue.state(root(plan))).isEqualTo(JobState.CANCELLED);
    assertThat(queue.summary(root(plan)).lostAttempts()).isZero();
  }

  @Test
  void a_poll_that_went_away_before_gets_no_job() {
    useUsualLeases();
    var poll = waitingPoll();
    poll.cancel();

    NewPlan plan = queue.enqueue(single());

    assertThat(queue.lease().id()).isEqualTo(root(plan));
  }

  @Test
  void a_poll_that_goes_away_while_it_is_given_a_job_gives_it_back() {
    useUsualLeases();
    NewPlan plan = queue.enqueue(single());
    var blocker = TestDatabase.await(queue.pool.getConnection());
    TestDatabase.await(blocker.query("begin; lock table job_args").execute());
    var poll = waitingPoll();
    await().until(() -> queue.count(TAKES_THAT_WAIT) > 0);

    poll.cancel();

    TestDatabase.await(blocker.query("commit").execute());
    TestDatabase.await(blocker.close());
    assertThat(queue.lease().id()).isEqualTo(root(plan));
  }

  private Cancellable waitingPoll() {
    return queue
        .queue
        .lease(TestQueue.poll(Duration.ofMinutes(1), TestQueue.ALL_TYPES))
        .subscribe()
        .with(job -> {});
  }

  private void useUsualLeases() {
    queue.close();
    queue = new TestQueue(database, QueueConfigs.usual(), 4);
  }

  private LeasedJob loseConfirmedLeases(int times) {
    Optional<LeasedJob> last = Optional.empty();
    for (int lost = 0; lost < times; lost++) {
      LeasedJob leased =
          queue
              .leaseWithin(Duration.ofSeconds(20), Set.of(Plans.MANIFEST, Plans.IMAGE))
              .orElseThrow();
      TestDatabase.await(queue.queue.heartbeat(leased.lease()));
      queue.sweep();
      last = Optional.of(leased);
    }
    return last.orElseThrow();
  }
}
