package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.composer.database.TestDatabase;
import org.imagebuilder.composer.drills.DrillSize;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ends that race with each other, and workers that come back from the dead. */
@Tag("drill")
@SuppressWarnings("NullAway.Init")
class RaceDrillTest {
  private static final Logger LOG = Logger.getLogger(RaceDrillTest.class);

  private TestDatabase database;
  private TestQueue one;
  private TestQueue two;
  private Random random;

  @BeforeEach
  void openReplicas() {
    long seed = Long.getLong("drill.seed", System.nanoTime());
    LOG.infof("Drills with -Ddrill.seed=%d", seed);
    random = new Random(seed);
    database = TestDatabase.migrated();
    one = new TestQueue(database, QueueConfigs.usual(), 6);
    two = new TestQueue(database, QueueConfigs.usual(), 6);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    database.close();
  }

  /** What went wrong elsewhere: a cancel left rows behind, and an end could come after it. */
  @Test
  void a_cancel_that_races_with_finish_and_rescue_ends_each_job_once_and_leaves_nothing() {
    int late = 0;
    for (int round = 0; round < DrillSize.times(150); round++) {
      NewPlan plan = one.enqueue(Plans.single());
      Lease lease = one.lease().lease();
      // Expired and not yet taken away: the next sweep of either replica may do it.
      one.rows(
          "update job_leases set confirmed_at = now(), expires_at = now() - interval '1 s' where token = $1",
          lease.token());
      List<Uni<Object>> rivals = new ArrayList<>();
      rivals.add(one.queue.cancel(plan.id()).map(Object.class::cast));
      rivals.add(two.queue.finish(lease, result(true)).map(Finished::answer));
      rivals.add(two.queue.rescueExpired().map(Object.class::cast));
      rivals.add(one.queue.heartbeat(lease).map(Object.class::cast));
      Collections.shuffle(rivals, random);

      List<Object> answers = TestDatabase.await(Uni.join().all(rivals).andFailFast());

      JobState state = one.state(Plans.root(plan));
      boolean cancelled = answers.contains(1) && state == JobState.CANCELLED;
      assertThat(cancelled ^ (state == JobState.SUCCEEDED)).as("%s %s", state, answers).isTrue();
      assertThat(answers.contains(FinishAnswer.FINISHED)).isEqualTo(state == JobState.SUCCEEDED);
      late += answers.contains(FinishAnswer.CANCELLED) ? 1 : 0;
    }
    one.rows("update job_leases set expires_at = now() - interval '1 s'");
    one.sweep();
    assertThat(one.count("select count(*) from job_leases")).isZero();
    assertThat(one.count("select count(*) from jobs where finished_at is null")).isZero();
    assertThat(one.count("select count(*) from job_results"))
        .isEqualTo(late + one.count("select count(*) from jobs where state = 'succeeded'"));
  }

  /** What went wrong elsewhere: whoever knew a token could end a job. */
  @Test
  void a_worker_that_comes_back_with_an_old_token_changes_nothing() {
    for (int round = 0; round < DrillSize.times(60); round++) {
      NewPlan plan = one.enqueue(Plans.single());
      Lease old = one.lease().lease();
      lose(old, round);
      LeasedJob now = two.lease();

      List<Object> zombie =
          TestDatabase.await(
              Uni.join()
                  .all(
                      one.queue.heartbeat(old).map(Object.class::cast),
                      two.queue.progress(old, "{\"dead\":1}").map(Object.class::cast),
                      two.queue.finish(old, result(random.nextBoolean())).map(Finished::answer),
                      one.queue.handBack(old).map(Object.class::cast))
                  .andFailFast());

      assertThat(Set.copyOf(new HashSet<>(zombie)))
          .containsExactlyInAnyOrder(LeaseState.UNKNOWN, FinishAnswer.UNKNOWN);
      assertThat(one.state(Plans.root(plan))).isEqualTo(JobState.RUNNING);
      assertThat(one.summary(Plans.root(plan)).partial()).isEmpty();
      assertThat(one.succeed(now)).isEqualTo(FinishAnswer.FINISHED);
      assertThat(one.result(Plans.root(plan))).contains("{\"made\":\"" + now.id() + "\"}");
    }
  }

  /** Each way of losing a lease in its turn. */
  private void lose(Lease lease, int round) {
    switch (round % 3) {
      case 0 -> {
        one.rows(
            "update job_leases set expires_at = now() - interval '1 s' where token = $1",
            lease.token());
        two.sweep();
      }
      case 1 -> TestDatabase.await(two.queue.handBack(lease));
      default -> {
        UUID worker = UUID.randomUUID();
        one.rows("update job_leases set worker = $1 where token = $2", worker, lease.token());
        TestDatabase.await(two.queue.releaseWorker(Plans.CHANNEL, worker));
      }
    }
  }

  private Finish result(boolean succeeded) {
    return new Finish(succeeded, "2xx", Ending.of("{\"n\":" + random.nextInt() + "}"));
  }
}
