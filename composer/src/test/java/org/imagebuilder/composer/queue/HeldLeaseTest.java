package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.composer.queue.Plans.root;
import static org.imagebuilder.composer.queue.Plans.single;

import java.util.UUID;
import org.imagebuilder.composer.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may be done with a lease short of finishing: keep it, and give it back. */
class HeldLeaseTest {
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
  void a_token_is_good_on_its_own_channel_only() {
    NewPlan plan = queue.enqueue(single());
    Lease stolen = new Lease(queue.lease().lease().token(), "org-2");

    FinishAnswer answer = queue.succeed(stolen, "{}");

    assertThat(answer).isEqualTo(FinishAnswer.UNKNOWN);
    assertThat(TestDatabase.await(queue.queue.heartbeat(stolen))).isEqualTo(LeaseState.UNKNOWN);
    assertThat(TestDatabase.await(queue.queue.handBack(stolen))).isEqualTo(LeaseState.UNKNOWN);
    assertThat(TestDatabase.await(queue.queue.find(stolen))).isEmpty();
    assertThat(queue.state(root(plan))).isEqualTo(JobState.RUNNING);
  }

  @Test
  void progress_is_shown_while_the_job_runs() {
    NewPlan plan = queue.enqueue(single());
    Lease lease = queue.lease().lease();

    LeaseState state = TestDatabase.await(queue.queue.progress(lease, "{\"done\":1}"));

    assertThat(state).isEqualTo(LeaseState.HELD);
    assertThat(queue.summary(root(plan)).partial()).contains("{\"done\":1}");
  }

  @Test
  void a_job_that_is_handed_back_is_ready_at_once_and_lost_no_attempt() {
    NewPlan plan = queue.enqueue(single());
    Lease first = queue.lease().lease();

    LeaseState state = TestDatabase.await(queue.queue.handBack(first));

    assertThat(state).isEqualTo(LeaseState.HELD);
    assertThat(queue.lease().id()).isEqualTo(root(plan));
    assertThat(queue.summary(root(plan)).lostAttempts()).isZero();
    assertThat(queue.succeed(first, "{}")).isEqualTo(FinishAnswer.UNKNOWN);
  }

  @Test
  void a_worker_that_is_known_to_be_gone_loses_all_its_leases() {
    UUID gone = UUID.randomUUID();
    queue.enqueue(single());
    queue.enqueue(single());
    queue.enqueue(single());
    queue.leaseFor(gone);
    queue.leaseFor(gone);
    queue.leaseFor(UUID.randomUUID());

    int released = TestDatabase.await(queue.queue.releaseWorker(Plans.CHANNEL, gone));

    assertThat(released).isEqualTo(2);
    assertThat(queue.count("select count(*) from jobs where state = 'ready'")).isEqualTo(2);
  }

  @Test
  void a_worker_of_another_channel_is_not_released() {
    UUID worker = UUID.randomUUID();
    queue.enqueue(single());
    queue.leaseFor(worker);

    assertThat(TestDatabase.await(queue.queue.releaseWorker("org-2", worker))).isZero();
  }
}
