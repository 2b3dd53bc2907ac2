package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.composer.chores.Chore;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.TestDatabase;

/** A replica of the queue on a test's database, spoken to in a blocking way. */
final class TestQueue implements AutoCloseable {
  static final Set<String> ALL_TYPES = Set.of(Plans.MANIFEST, Plans.IMAGE, "report");
  private static final Duration SHORTLY = Duration.ofMillis(400);

  final PostgresJobQueue queue;
  final Database database;
  final Pool pool;
  private final TestDatabase test;
  private final Chore fallback;

  TestQueue(TestDatabase test, QueueConfig config, int connections) {
    this(test, config, connections, true, List.of());
  }

  /** A replica that tells somebody what it does. */
  static TestQueue before(Witness witness, TestDatabase test) {
    return new TestQueue(test, QueueConfigs.usual(), 3, true, List.of(witness));
  }

  /** A replica that no signal of another one reaches. */
  static TestQueue deaf(TestDatabase test, QueueConfig config, int connections) {
    return new TestQueue(test, config, connections, false, List.of());
  }

  private TestQueue(
      TestDatabase test,
      QueueConfig config,
      int connections,
      boolean listens,
      List<Witness> witnesses) {
    this.test = test;
    pool = test.pool(connections);
    database = new Database(pool);
    queue = new PostgresJobQueue(pool, database, config, witnesses);
    if (listens) {
      queue.open();
    }
    fallback =
        new Chore(
            "fallback-poll",
            config.fallbackPoll(),
            () -> Uni.createFrom().voidItem().invoke(queue::lookAgain));
    fallback.start();
  }

  NewPlan enqueue(NewPlan plan) {
    TestDatabase.await(database.inTransaction(tx -> queue.enqueue(tx, List.of(plan))));
    return plan;
  }

  /** A job that is ready now. */
  LeasedJob lease() {
    return leaseWithin(Duration.ofSeconds(20), ALL_TYPES).orElseThrow();
  }

  LeasedJob lease(String... types) {
    return leaseWithin(Duration.ofSeconds(20), Set.of(types)).orElseThrow();
  }

  /** What there is within a moment. */
  Optional<LeasedJob> leaseShortly() {
    return leaseWithin(SHORTLY, ALL_TYPES);
  }

  Optional<LeasedJob> leaseWithin(Duration patience, Set<String> types) {
    return TestDatabase.await(queue.lease(poll(patience, types)));
  }

  static LeaseRequest poll(Duration patience, Set<String> types) {
    return new LeaseRequest(Plans.CHANNEL, types, Optional.empty(), false, patience);
  }

  LeasedJob leaseFor(UUID worker) {
    return TestDatabase.await(
            queue.lease(
                new LeaseRequest(
                    Plans.CHANNEL, ALL_TYPES, Optional.of(worker), false, Duration.ofSeconds(20))))
        .orElseThrow();
  }

  FinishAnswer succeed(LeasedJob job) {
    return succeed(job.lease(), "{\"made\":\"" + job.id() + "\"}");
  }

  FinishAnswer succeed(Lease lease, String result) {
    return finish(lease, true, result);
  }

  FinishAnswer fail(LeasedJob job) {
    return finish(job.lease(), false, "{\"error\":\"own\"}");
  }

  private FinishAnswer finish(Lease lease, boolean succeeded, String result) {
    return TestDatabase.await(
            queue.finish(
                lease,
                new Finish(succeeded, succeeded ? "2xx" : "5xx", Ending.of(result, "{\"s\":1}"))))
        .answer();
  }

  JobSummary summary(JobId job) {
    UUID plan =
        test.rows(pool, "select plan_id from jobs where id = $1", job.value())
            .getFirst()
            .getUUID(0);
    return TestDatabase.await(queue.jobsOfPlan(plan)).stream()
        .filter(each -> each.id().equals(job))
        .findFirst()
        .orElseThrow();
  }

  JobState state(JobId job) {
    return summary(job).state();
  }

  Optional<String> result(JobId job) {
    return TestDatabase.await(queue.result(job));
  }

  int sweep() {
    return TestDatabase.await(queue.rescueExpired());
  }

  List<Row> rows(String sql, Object... arguments) {
    return test.rows(pool, sql, arguments);
  }

  long count(String sql, Object... arguments) {
    return rows(sql, arguments).getFirst().getLong(0);
  }

  @Override
  public void close() {
    fallback.stop();
    queue.close();
    TestDatabase.await(pool.close());
  }
}
