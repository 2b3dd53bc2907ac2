package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.composer.database.TestDatabase.await;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.database.RowsRead;
import org.imagebuilder.composer.database.TestDatabase;
import org.junit.jupiter.api.Test;

/** What jobs cost when many others have ended before them. */
class HistoryTest {
  private static final int LIVES = 20;
  private static final int ENDED = 50_000;

  // Six jobs and the chores besides. All lives together stay below one scan of any large table.
  private static final int ROWS_PER_LIFE = 500;

  /**
   * Everything that is ever asked about a job, in numbers of rows, since times are the machine's.
   */
  @Test
  void a_life_behind_fifty_thousand_ended_jobs_reads_hardly_more_than_its_own_rows() {
    try (TestDatabase database = TestDatabase.migrated()) {
      try (TestQueue past = new TestQueue(database, QueueConfigs.usual(), 2)) {
        fill(past);
      }
      long before = RowsRead.of(database);
      try (TestQueue queue = new TestQueue(database, QueueConfigs.usual(), 4)) {
        for (int i = 0; i < LIVES; i++) {
          life(queue, "share " + i % 7);
        }
      }

      assertThat(RowsRead.of(database) - before).isLessThan(LIVES * ROWS_PER_LIFE);
    }
  }

  /** As after a quiet night: the last statistics know of no job that is ready or waits. */
  @Test
  void a_life_in_a_backlog_that_the_planner_never_heard_of_reads_hardly_more_than_its_own_rows() {
    try (TestDatabase database = TestDatabase.migrated()) {
      try (TestQueue past = new TestQueue(database, QueueConfigs.usual(), 2)) {
        past.rows("alter table jobs set (autovacuum_enabled = false)");
        fill(past);
        backlog(past);
      }
      long before = RowsRead.of(database);
      try (TestQueue queue = new TestQueue(database, QueueConfigs.usual(), 4)) {
        for (int i = 0; i < LIVES; i++) {
          work(queue, "share " + i % 7);
        }
      }

      assertThat(RowsRead.of(database) - before).isLessThan(LIVES * ROWS_PER_LIFE);
    }
  }

  private static void backlog(TestQueue queue) {
    queue.rows(
        """
        insert into jobs (id, plan_id, channel, share, fair_tag, tag, queue_type, state, waiting_for)
        select md5('open ' || n)::uuid, md5('open plan ' || n / 2)::uuid, $1, 'share ' || n % 7,
               100000 + n, 100000 + n, case n % 2 when 1 then $2 else $3 end,
               case n % 2 when 1 then 'ready' else 'waiting' end, 1 - n % 2
        from generate_series(1, 20000) as n
        """,
        Plans.CHANNEL, Plans.MANIFEST, Plans.IMAGE);
    queue.rows(
        "insert into job_args (job, args) select id, '{}' from jobs where finished_at is null");
  }

  private static void work(TestQueue queue, String share) {
    queue.enqueue(Plans.pairOf(share));
    LeasedJob first = queue.lease(Plans.MANIFEST);
    await(queue.queue.heartbeat(first.lease()));
    queue.succeed(first);
    queue.fail(queue.lease(Plans.MANIFEST));
    LeasedJob third = queue.lease(Plans.MANIFEST);
    await(queue.queue.handBack(third.lease()));
    NewPlan unwanted = queue.enqueue(Plans.pairOf(share));
    await(queue.queue.cancel(unwanted.id()));
  }

  private static void life(TestQueue queue, String share) {
    NewPlan plan = queue.enqueue(Plans.pairOf(share));
    LeasedJob manifest = queue.lease(Plans.MANIFEST);
    await(queue.queue.heartbeat(manifest.lease()));
    await(queue.queue.progress(manifest.lease(), "{}"));
    queue.succeed(manifest);
    await(queue.queue.handBack(queue.lease(Plans.IMAGE).lease()));
    LeasedJob image = queue.lease(Plans.IMAGE);
    await(queue.queue.find(image.lease()));
    queue.succeed(image);
    queue.succeed(image);
    await(queue.queue.heartbeat(image.lease()));
    NewPlan failing = queue.enqueue(Plans.pairOf(share));
    queue.fail(queue.lease(Plans.MANIFEST));
    NewPlan unwanted = queue.enqueue(Plans.pairOf(share));
    await(queue.queue.cancel(unwanted.id()));
    look(queue, plan);
    chores(queue);
    await(queue.database.inTransaction(tx -> queue.queue.delete(tx, failing.id())));
  }

  private static void look(TestQueue queue, NewPlan plan) {
    await(queue.queue.jobsOfPlan(plan.id()));
    await(queue.queue.inputsOfPlan(plan.id()));
    await(queue.queue.result(Plans.root(plan)));
    await(queue.queue.args(Plans.root(plan)));
    await(queue.queue.await(Plans.root(plan), Duration.ofSeconds(20)));
  }

  private static void chores(TestQueue queue) {
    Duration month = Duration.ofDays(30);
    await(queue.queue.rescueExpired());
    await(queue.queue.counts());
    await(queue.queue.releaseWorker(Plans.CHANNEL, UUID.randomUUID()));
    await(queue.queue.giveUp(Plans.CHANNEL, Plans.IMAGE, month, Ending.of("{}")));
    await(queue.queue.purge(new PurgeRule(Optional.empty(), month, month)));
  }

  private static void fill(TestQueue queue) {
    queue.rows(
        """
        insert into jobs (id, plan_id, channel, share, queue_type, state, fair_tag, tag,
                          waiting_for, token, started_at, finished_at, summary)
        select md5('job ' || n)::uuid, md5('plan ' || (n - 1) / 2)::uuid, $1, 'share ' || n % 7,
               case n % 2 when 1 then $2 else $3 end, 'succeeded', n, n,
               0, gen_random_uuid(), now(), now(), '{}'
        from generate_series(1, $4::int) as n
        """,
        Plans.CHANNEL, Plans.MANIFEST, Plans.IMAGE, ENDED);
    queue.rows(
        """
        insert into job_inputs (job, position, input, name)
        select md5('job ' || n)::uuid, 0, md5('job ' || n - 1)::uuid, 'manifest'
        from generate_series(2, $1::int, 2) as n
        """,
        ENDED);
    queue.rows("insert into job_args (job, args) select id, '{}' from jobs");
    queue.rows("insert into job_results (job, result) select id, '{}' from jobs");
    queue.rows("vacuum analyze");
  }
}
