package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.imagebuilder.composer.database.TestDatabase;

/** The queue and its model, step by step side by side; each step says where they differ. */
final class QueueRun {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String EXPIRE =
      "update job_leases set expires_at = now() - interval '1 s' where job = $1";

  private final TestQueue queue;
  private final QueueModel model = new QueueModel();

  QueueRun(TestQueue queue) {
    this.queue = queue;
    queue.rows("delete from jobs");
  }

  boolean hasReady() {
    return !model.ready().isEmpty();
  }

  boolean hasTokens() {
    return !model.tokens().isEmpty();
  }

  boolean hasLeases() {
    return !model.leases().isEmpty();
  }

  boolean hasPlans() {
    return !model.plans().isEmpty();
  }

  void enqueue(int kind) {
    NewPlan plan =
        switch (kind % 3) {
          case 0 -> Plans.single();
          case 1 -> Plans.pair();
          default -> Plans.diamond();
        };
    model.enqueue(queue.enqueue(plan));
  }

  void lease() {
    LeasedJob leased = queue.leaseWithin(PATIENCE, TestQueue.ALL_TYPES).orElseThrow();
    assertThat(model.ready()).as("what is leased was ready").contains(leased.id().value());
    model.lease(leased.id().value(), leased.lease().token());
  }

  void heartbeat(int which) {
    Lease lease = token(which);
    LeaseState told = TestDatabase.await(queue.queue.heartbeat(lease));
    assertThat(told).as("heartbeat").isEqualTo(model.heartbeat(lease.token()));
  }

  void progress(int which) {
    Lease lease = token(which);
    LeaseState told = TestDatabase.await(queue.queue.progress(lease, "{\"n\":" + which + "}"));
    assertThat(told).as("progress").isEqualTo(model.heartbeat(lease.token()));
  }

  void finish(int which, boolean succeeded, int variant) {
    Lease lease = token(which);
    String result = "{\"ok\":%s,\"n\":%d}".formatted(succeeded, variant);
    FinishAnswer told =
        TestDatabase.await(
                queue.queue.finish(lease, new Finish(succeeded, "2xx", Ending.of(result))))
            .answer();
    assertThat(told).as("finish").isEqualTo(model.finish(lease.token(), succeeded, result));
  }

  void finishFromAnotherChannel(int which) {
    Lease foreign = new Lease(token(which).token(), "org-2");
    FinishAnswer told =
        TestDatabase.await(
                queue.queue.finish(foreign, new Finish(true, "2xx", Ending.of("{\"theirs\":1}"))))
            .answer();
    assertThat(told).as("a token on another channel").isEqualTo(FinishAnswer.UNKNOWN);
  }

  void handBack(int which) {
    Lease lease = token(which);
    LeaseState told = TestDatabase.await(queue.queue.handBack(lease));
    assertThat(told).as("hand back").isEqualTo(model.handBack(lease.token()));
  }

  void lose(int which) {
    List<UUID> held = List.copyOf(model.leases().keySet());
    UUID job = held.get(which % held.size());
    queue.rows(EXPIRE, job);
    queue.sweep();
    model.lose(job);
  }

  void cancel(int which) {
    UUID plan = plan(which);
    int told = TestDatabase.await(queue.queue.cancel(plan));
    assertThat(told).as("cancelled jobs").isEqualTo(model.cancel(plan));
  }

  void delete(int which) {
    UUID plan = plan(which);
    boolean told =
        TestDatabase.await(queue.database.inTransaction(tx -> queue.queue.delete(tx, plan)));
    assertThat(told).as("deleted").isEqualTo(model.delete(plan));
  }

  void purge() {
    PurgeRule everything = new PurgeRule(Optional.empty(), Duration.ZERO, Duration.ZERO);
    int told = 0;
    for (int batch = -1; batch != 0; told += batch) {
      batch = TestDatabase.await(queue.queue.purge(everything));
    }
    assertThat(told).as("purged jobs").isEqualTo(model.purge());
  }

  /** What is stored is what the model says, row for row. */
  void compare() {
    assertThat(storedJobs()).as("jobs").isEqualTo(expectedJobs());
    assertThat(storedLeases()).as("leases").isEqualTo(expectedLeases());
  }

  /** Whatever happened before, workers that go on bring every job to an end. */
  void drain() {
    while (hasReady() || model.jobs().values().stream().anyMatch(QueueRun::runs)) {
      if (hasReady()) {
        lease();
      }
      for (QueueModel.ModelJob job : List.copyOf(model.jobs().values())) {
        if (runs(job)) {
          Lease lease = new Lease(java.util.Objects.requireNonNull(job.token), Plans.CHANNEL);
          assertThat(queue.succeed(lease, "{\"drained\":1}"))
              .isEqualTo(model.finish(lease.token(), true, "{\"drained\":1}"));
        }
      }
    }
    compare();
    assertThat(queue.count("select count(*) from jobs where finished_at is null")).isZero();
    assertThat(
            queue.count(
                "select count(*) from job_leases l where not l.cancelled or not exists (select from jobs j where j.id = l.job and j.state = 'cancelled')"))
        .as("leases of jobs that were not cancelled")
        .isZero();
  }

  private static boolean runs(QueueModel.ModelJob job) {
    return job.state == JobState.RUNNING;
  }

  private Map<UUID, String> storedJobs() {
    Map<UUID, String> stored = new TreeMap<>();
    for (Row row :
        queue.rows(
            "select j.id, j.state, j.waiting_for, j.token, j.lost_attempts, r.result, r.job is not null and (j.result_hash is not null or j.state = 'cancelled') as reported from jobs j left join job_results r on r.job = j.id")) {
      JobState state = JobState.of(row.getString("state"));
      stored.put(
          row.getUUID("id"),
          describe(
              state,
              row.getInteger("waiting_for"),
              String.valueOf(row.getUUID("token")),
              row.getInteger("lost_attempts"),
              row.getBoolean("reported") ? row.getString("result") : "none"));
    }
    return stored;
  }

  private Map<UUID, String> expectedJobs() {
    Map<UUID, String> expected = new TreeMap<>();
    model
        .jobs()
        .forEach(
            (id, job) ->
                expected.put(
                    id,
                    describe(
                        job.state,
                        model.waitingFor(job),
                        String.valueOf(job.token),
                        job.lost,
                        job.reported == null ? "none" : job.reported)));
    return expected;
  }

  private static String describe(
      JobState state, long waitingFor, String token, int lost, String result) {
    // How many inputs an ended job still waited for is nobody's business any more.
    String waits = state == JobState.WAITING ? " for " + waitingFor : "";
    return "%s%s token=%s lost=%d result=%s".formatted(state, waits, token, lost, result);
  }

  private Map<UUID, String> storedLeases() {
    Map<UUID, String> stored = new TreeMap<>();
    for (Row row :
        queue.rows(
            "select job, token, cancelled, confirmed_at is not null as confirmed from job_leases")) {
      stored.put(
          row.getUUID("job"),
          row.getUUID("token")
              + " cancelled="
              + row.getBoolean("cancelled")
              + " confirmed="
              + row.getBoolean("confirmed"));
    }
    return stored;
  }

  private Map<UUID, String> expectedLeases() {
    Map<UUID, String> expected = new TreeMap<>();
    model
        .leases()
        .forEach(
            (job, lease) ->
                expected.put(
                    job,
                    lease.token
                        + " cancelled="
                        + lease.cancelled
                        + " confirmed="
                        + lease.confirmed));
    return expected;
  }

  private Lease token(int which) {
    List<Lease> tokens = model.tokens();
    // Most of the time a late one: old tokens pile up, and only the last ones are worth something.
    return tokens.get(tokens.size() - 1 - which % Math.min(tokens.size(), 1 + which % 7));
  }

  private UUID plan(int which) {
    List<UUID> plans = model.plans();
    return plans.get(which % plans.size());
  }
}
