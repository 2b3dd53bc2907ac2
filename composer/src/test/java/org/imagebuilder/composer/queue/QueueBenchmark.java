package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.imagebuilder.composer.database.TestDatabase;

/**
 * How quick the queue is on this machine, client and server together: plans enqueued per second,
 * lives per second (a job taken and finished, its dependant made ready), behind a small and a large
 * backlog with history, and while another transaction holds an old snapshot. Run its main by hand.
 * The first argument is the size of backlog and history, the second how many seconds a figure
 * takes.
 */
final class QueueBenchmark {
  private static final String ARGS = "{\"args\":\"" + "x".repeat(2000) + "\"}";
  private static final String RESULT = "{\"result\":\"" + "y".repeat(4000) + "\"}";
  private static Duration each = Duration.ofSeconds(5);

  private QueueBenchmark() {}

  public static void main(String[] arguments) {
    int size = arguments.length == 0 ? 20_000 : Integer.parseInt(arguments[0]);
    each = Duration.ofSeconds(arguments.length < 2 ? 5 : Integer.parseInt(arguments[1]));
    try (TestDatabase database = TestDatabase.migrated();
        TestQueue replica = new TestQueue(database, QueueConfigs.usual(), 20)) {
      fill(replica, 20_000);
      // The first seconds belong to the compiler.
      perSecond(8, () -> enqueue(replica).chain(() -> live(replica)));
      report("plans enqueued, 1 client", perSecond(1, () -> enqueue(replica)));
      report("plans enqueued, 8 clients", perSecond(8, () -> enqueue(replica)));
      report("lives, 1 worker", perSecond(1, () -> live(replica)));
      report("lives, 8 workers", perSecond(8, () -> live(replica)));
      report("lives, 64 workers", perSecond(64, () -> live(replica)));
      fill(replica, size);
      report("with backlog and history: plans, 8 clients", perSecond(8, () -> enqueue(replica)));
      report("with backlog and history: lives, 8 workers", perSecond(8, () -> live(replica)));
      report("with backlog and history: lives, 64 workers", perSecond(64, () -> live(replica)));
      var old = TestDatabase.await(replica.pool.getConnection());
      TestDatabase.await(
          old.query("begin isolation level repeatable read; select count(*) from jobs").execute());
      for (int round = 1; round <= 3; round++) {
        report("old snapshot held, lives, 8 workers", perSecond(8, () -> live(replica)));
      }
      TestDatabase.await(old.query("commit").execute());
      TestDatabase.await(old.close());
    }
    System.exit(0);
  }

  private static void report(String what, double perSecond) {
    System.out.printf("%-50s %8.0f/s%n", what, perSecond);
  }

  private interface Step {
    Uni<?> take();
  }

  private static double perSecond(int clients, Step step) {
    AtomicInteger done = new AtomicInteger();
    long begun = System.nanoTime();
    long end = begun + each.toNanos();
    List<Uni<Void>> loops =
        IntStream.range(0, clients)
            .mapToObj(
                i ->
                    Multi.createBy()
                        .repeating()
                        .uni(
                            () ->
                                Uni.createFrom()
                                    .deferred(() -> step.take().replaceWith(1))
                                    .invoke(() -> done.incrementAndGet()))
                        .whilst(one -> System.nanoTime() < end)
                        .collect()
                        .last()
                        .replaceWithVoid())
            .toList();
    TestDatabase.await(Uni.join().all(loops).andFailFast());
    return done.get() * 1e9 / (System.nanoTime() - begun);
  }

  private static final AtomicInteger SHARES = new AtomicInteger();

  private static NewPlan plan() {
    NewJob manifest = NewJob.of(JobId.random(), Plans.MANIFEST, ARGS);
    NewJob image =
        NewJob.of(JobId.random(), Plans.IMAGE, ARGS)
            .withInputs(new NewInput("manifest", manifest.id()));
    return NewPlan.of(
        image.id().value(),
        Plans.CHANNEL,
        "share " + SHARES.incrementAndGet() % 20,
        List.of(manifest, image));
  }

  private static Uni<Void> enqueue(TestQueue replica) {
    return replica.database.inTransaction(tx -> replica.queue.enqueue(tx, List.of(plan())));
  }

  private static Uni<Void> live(TestQueue replica) {
    return replica
        .queue
        .lease(TestQueue.poll(Duration.ofSeconds(20), TestQueue.ALL_TYPES))
        .map(Optional::orElseThrow)
        .onItem()
        .transformToUni(
            job ->
                replica.queue.finish(
                    job.lease(), new Finish(true, "2xx", Ending.of(RESULT, "{\"ok\":true}"))))
        .replaceWithVoid();
  }

  private static void fill(TestQueue replica, int plans) {
    replica.rows(
        """
        with made as (
          insert into jobs (id, plan_id, channel, share, queue_type, state, fair_tag, tag,
                            waiting_for, finished_at)
          select gen_random_uuid(), gen_random_uuid(), $1, 'share ' || n % 20, $2,
                 case when n % 2 = 0 then 'ready' else 'succeeded' end, 100000 + n / 20,
                 100000 + n / 20, 0, case when n % 2 = 0 then null else now() end
          from generate_series(1, $3::int * 2) as n
          returning id, state),
        results as (
          insert into job_results (job, result) select id, $4 from made where state = 'succeeded')
        insert into job_args (job, args) select id, $4 from made
        """,
        Plans.CHANNEL, Plans.IMAGE, plans, ARGS);
    replica.rows("analyze jobs");
  }
}
