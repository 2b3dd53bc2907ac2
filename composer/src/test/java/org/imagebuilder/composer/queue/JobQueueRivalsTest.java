package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.imagebuilder.composer.database.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many at once, on two replicas: what is promised to one worker holds among rivals. */
class JobQueueRivalsTest {
  private static final int LEASERS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private TestDatabase database;
  private List<TestQueue> replicas;

  @BeforeEach
  void openReplicas() {
    database = TestDatabase.migrated();
    replicas =
        List.of(
            new TestQueue(database, QueueConfigs.usual(), 10),
            new TestQueue(database, QueueConfigs.usual(), 10));
  }

  @AfterEach
  void close() {
    replicas.forEach(TestQueue::close);
    database.close();
  }

  @Test
  void each_job_of_a_thousand_plans_is_run_once_and_none_before_its_inputs() {
    int plans = 1000;
    Map<JobId, Integer> runs = new ConcurrentHashMap<>();
    List<String> early = Collections.synchronizedList(new ArrayList<>());
    var workers =
        workers(
            (replica, job) -> {
              runs.merge(job.id(), 1, Integer::sum);
              job.inputs().stream()
                  .filter(input -> input.state() != JobState.SUCCEEDED)
                  .forEach(input -> early.add(job.id() + " before " + input.name()));
              return finish(replica, job, true);
            });

    enqueue(plans, i -> Plans.diamond());

    workers.join();
    assertThat(early).isEmpty();
    assertThat(runs).hasSize(plans * 4).allSatisfy((job, times) -> assertThat(times).isOne());
    assertThat(count("select count(*) from jobs where state = 'succeeded'")).isEqualTo(4L * plans);
    assertThat(count("select count(*) from job_leases")).isZero();
  }

  @Test
  void workers_that_fail_hand_back_vanish_and_are_cancelled_leave_every_plan_at_an_end() {
    List<NewPlan> cancelled = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger seed = new AtomicInteger();
    var workers =
        workers(
            (replica, job) -> {
              int luck = new Random(seed.incrementAndGet()).nextInt(10);
              return switch (luck) {
                case 0 -> finish(replica, job, false);
                case 1 -> replica.queue.handBack(job.lease()).replaceWithVoid();
                // Its lease is made to expire; the sweeps below take the job away.
                case 2 -> expire(replica, job.lease());
                default -> finish(replica, job, true);
              };
            });
    var sweeps = sweepsUntil(workers);

    enqueue(
        600,
        i -> {
          NewPlan plan = i % 2 == 0 ? Plans.diamond() : Plans.pair();
          if (i % 5 == 0) {
            cancelled.add(plan);
          }
          return plan;
        },
        plan ->
            cancelled.contains(plan)
                ? replicas.getFirst().queue.cancel(plan.id()).replaceWithVoid()
                : Uni.createFrom().voidItem());

    workers.join();
    sweeps.join();
    assertInvariants();
    assertThat(count("select count(*) from jobs where finished_at is null")).isZero();
  }

  @Test
  void of_many_that_end_one_lease_at_once_only_one_has_its_way() {
    TestQueue replica = replicas.getFirst();
    for (int round = 0; round < 30; round++) {
      NewPlan plan = replica.enqueue(Plans.pair());
      Lease lease = replica.lease(Plans.MANIFEST).lease();
      List<Uni<Object>> rivals = new ArrayList<>();
      rivals.add(finish(replicas.get(0), lease, true, "{\"a\":1}").map(Object.class::cast));
      rivals.add(finish(replicas.get(1), lease, true, "{\"b\":1}").map(Object.class::cast));
      rivals.add(finish(replicas.get(1), lease, false, "{\"c\":1}").map(Object.class::cast));
      rivals.add(replicas.get(0).queue.cancel(plan.id()).map(Object.class::cast));
      rivals.add(replicas.get(1).queue.handBack(lease).map(Object.class::cast));
      rivals.add(
          expire(replicas.get(1), lease)
              .chain(() -> replicas.get(0).queue.rescueExpired())
              .map(Object.class::cast));
      Collections.shuffle(rivals, new Random(round));

      List<Object> answers = TestDatabase.await(Uni.join().all(rivals).andFailFast());

      assertThat(answers.stream().filter(FinishAnswer.FINISHED::equals)).hasSizeLessThan(2);
      assertInvariants();
      TestDatabase.await(replica.queue.cancel(plan.id()));
    }
  }

  @Test
  void replicas_that_sweep_together_take_each_lost_job_away_once() {
    TestQueue replica = replicas.getFirst();
    for (int i = 0; i < 50; i++) {
      replica.enqueue(Plans.single());
      replica.lease();
    }
    replica.rows("update job_leases set confirmed_at = now(), expires_at = now() - interval '1 s'");
    List<Uni<Integer>> sweeps =
        IntStream.range(0, 8).mapToObj(i -> replicas.get(i % 2).queue.rescueExpired()).toList();

    List<Integer> taken = TestDatabase.await(Uni.join().all(sweeps).andFailFast());

    assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isEqualTo(50);
    assertThat(count("select count(*) from jobs where lost_attempts = 1")).isEqualTo(50);
  }

  @Test
  void many_transactions_of_one_share_at_once_do_not_draw_one_tag() {
    TestQueue replica = replicas.getFirst();

    List<Uni<Void>> requests =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    replica.database.inTransaction(
                        tx -> replica.queue.enqueue(tx, List.of(Plans.single()))))
            .toList();
    TestDatabase.await(Uni.join().all(requests).andFailFast());

    assertThat(count("select count(distinct tag) from jobs")).isEqualTo(40);
  }

  private interface Work {
    Uni<Void> on(TestQueue replica, LeasedJob job);
  }

  // Each goes on until nothing came for a while: then everything has ended.
  private CompletableFuture<Void> workers(Work work) {
    List<Uni<Void>> loops =
        IntStream.range(0, LEASERS)
            .mapToObj(i -> loop(replicas.get(i % replicas.size()), work))
            .toList();
    return Uni.join().all(loops).andFailFast().replaceWithVoid().subscribeAsCompletionStage();
  }

  private static Uni<Void> loop(TestQueue replica, Work work) {
    Set<String> types = TestQueue.ALL_TYPES;
    return Multi.createBy()
        .repeating()
        .uni(
            () ->
                replica
                    .queue
                    .lease(TestQueue.poll(PATIENCE, types))
                    .onItem()
                    .call(
                        leased ->
                            leased
                                .map(job -> work.on(replica, job))
                                .orElseGet(() -> Uni.createFrom().voidItem())))
        .whilst(Optional::isPresent)
        .collect()
        .last()
        .replaceWithVoid();
  }

  private CompletableFuture<Void> sweepsUntil(CompletableFuture<Void> end) {
    var scheduler = Executors.newSingleThreadScheduledExecutor();
    var unused =
        scheduler.scheduleWithFixedDelay(
            () -> replicas.forEach(TestQueue::sweep), 50, 50, TimeUnit.MILLISECONDS);
    return end.whenComplete((nothing, failure) -> scheduler.shutdownNow());
  }

  private void enqueue(int plans, IntFunction<NewPlan> plan) {
    enqueue(plans, plan, each -> Uni.createFrom().voidItem());
  }

  private void enqueue(
      int plans, IntFunction<NewPlan> plan, Function<NewPlan, Uni<Void>> afterwards) {
    TestDatabase.await(
        Multi.createFrom()
            .range(0, plans)
            .onItem()
            .transformToUni(
                i -> {
                  TestQueue replica = replicas.get(i % replicas.size());
                  NewPlan made = plan.apply(i);
                  return replica
                      .database
                      .inTransaction(tx -> replica.queue.enqueue(tx, List.of(made)))
                      .chain(() -> afterwards.apply(made));
                })
            .merge(4)
            .collect()
            .last()
            .replaceWithVoid());
  }

  private static Uni<Void> finish(TestQueue replica, LeasedJob job, boolean succeeded) {
    return finish(replica, job.lease(), succeeded, "{\"of\":\"" + job.id() + "\"}")
        .replaceWithVoid();
  }

  private static Uni<FinishAnswer> finish(
      TestQueue replica, Lease lease, boolean succeeded, String result) {
    return replica
        .queue
        .finish(lease, new Finish(succeeded, "2xx", Ending.of(result)))
        .map(Finished::answer);
  }

  private static Uni<Void> expire(TestQueue replica, Lease lease) {
    return replica
        .pool
        .preparedQuery("update job_leases set expires_at = now() - interval '1 s' where token = $1")
        .execute(Tuple.of(lease.token()))
        .replaceWithVoid();
  }

  private void assertInvariants() {
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> {
              // They would be repeated and go unseen; the order of locks forbids them.
              assertThat(
                      count(
                          "select deadlocks from pg_stat_database where datname = current_database()"))
                  .as("deadlocks")
                  .isZero();
              assertThat(
                      count(
                          "select count(*) from jobs j left join job_leases l on l.job = j.id where j.state = 'running' and l.job is null"))
                  .as("running jobs without a lease")
                  .isZero();
              assertThat(
                      count(
                          "select count(*) from job_leases l join jobs j on j.id = l.job where j.state <> 'running' and not l.cancelled"))
                  .as("leases of jobs that do not run")
                  .isZero();
              assertThat(
                      count(
                          "select count(*) from jobs j where j.state = 'waiting' and j.waiting_for <> (select count(distinct i.input) from job_inputs i join jobs d on d.id = i.input where i.job = j.id and d.finished_at is null)"))
                  .as("jobs that count their unfinished inputs wrongly")
                  .isZero();
              assertThat(
                      count(
                          "select count(*) from jobs j where j.state = 'succeeded' and not exists (select from job_results r where r.job = j.id)"))
                  .as("succeeded jobs without a result")
                  .isZero();
            });
  }

  private long count(String sql) {
    return replicas.getFirst().count(sql);
  }
}
