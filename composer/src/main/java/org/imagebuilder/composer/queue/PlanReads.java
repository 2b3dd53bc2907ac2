package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.database.Statements;
import org.jspecify.annotations.Nullable;

/** What is asked about jobs: their standing, which never weighs, and by themselves what does. */
final class PlanReads {
  static final String JOBS_OF_PLANS =
      """
      select j.plan_id, j.id, j.queue_type, j.state, j.queued_at, j.started_at, j.finished_at,
             j.lost_attempts, j.summary, l.job is not null as leased, l.partial
      from jobs j left join job_leases l on l.job = j.id
      where j.plan_id = any($1)
      order by j.plan_id, j.number
      """;

  private static final String JOBS =
      """
      select j.plan_id, j.id, j.queue_type, j.state, j.queued_at, j.started_at, j.finished_at,
             j.lost_attempts, j.summary, l.job is not null as leased, l.partial
      from jobs j left join job_leases l on l.job = j.id
      where j.id = any($1) and j.finished_at is not null
      """;

  private static final String INPUTS =
      """
      select i.job, i.input, i.name
      from jobs j join job_inputs i on i.job = j.id
      where j.plan_id = $1
      order by j.number, i.position
      """;

  private static final String RESULT = "select result as text from job_results where job = $1";
  private static final String ARGS = "select args as text from job_args where job = $1";

  private static final String COUNTS =
      """
      select channel, queue_type, state, count(*) as jobs,
             extract(epoch from now() - min(
               case state when 'running' then started_at else queued_at end))::float8 as oldest
      from jobs
      where coalesce(finished_at, 'infinity') = 'infinity'
      group by channel, queue_type, state
      """;

  private final Statements database;

  PlanReads(Statements database) {
    this.database = database;
  }

  Uni<Map<UUID, List<JobSummary>>> jobsOfPlans(Collection<UUID> planIds) {
    return database
        .run(JOBS_OF_PLANS, Tuple.of(planIds.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, List<JobSummary>> plans = new LinkedHashMap<>();
              rows.forEach(
                  row ->
                      plans
                          .computeIfAbsent(row.getUUID("plan_id"), id -> new ArrayList<>())
                          .add(summary(row)));
              return plans;
            });
  }

  /** Those of the jobs that have ended. */
  Uni<List<JobSummary>> ended(Collection<JobId> jobs) {
    return database
        .run(JOBS, Tuple.of(jobs.stream().map(JobId::value).toArray(UUID[]::new)))
        .map(
            rows -> {
              List<JobSummary> ended = new ArrayList<>();
              rows.forEach(row -> ended.add(summary(row)));
              return ended;
            });
  }

  Uni<List<PlanInput>> inputsOfPlan(UUID planId) {
    return database
        .run(INPUTS, Tuple.of(planId))
        .map(
            rows -> {
              List<PlanInput> inputs = new ArrayList<>();
              rows.forEach(
                  row ->
                      inputs.add(
                          new PlanInput(
                              new JobId(row.getUUID("job")),
                              new JobId(row.getUUID("input")),
                              row.getString("name"))));
              return inputs;
            });
  }

  Uni<Optional<String>> result(JobId job) {
    return text(RESULT, job);
  }

  Uni<Optional<String>> args(JobId job) {
    return text(ARGS, job);
  }

  Uni<List<JobCount>> counts() {
    return database
        .run(COUNTS)
        .map(
            rows -> {
              List<JobCount> counts = new ArrayList<>();
              rows.forEach(
                  row ->
                      counts.add(
                          new JobCount(
                              row.getString("channel"),
                              row.getString("queue_type"),
                              JobState.of(row.getString("state")),
                              row.getLong("jobs"),
                              Duration.ofMillis(Math.round(row.getDouble("oldest") * 1000)))));
              return counts;
            });
  }

  private Uni<Optional<String>> text(String sql, JobId job) {
    return database
        .run(sql, Tuple.of(job.value()))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.ofNullable(rows.iterator().next().getString("text")));
  }

  private static JobSummary summary(Row row) {
    return new JobSummary(
        new JobId(row.getUUID("id")),
        row.getString("queue_type"),
        JobState.of(row.getString("state")),
        row.getOffsetDateTime("queued_at").toInstant(),
        instant(row.getOffsetDateTime("started_at")),
        instant(row.getOffsetDateTime("finished_at")),
        row.getInteger("lost_attempts"),
        row.getBoolean("leased"),
        Optional.ofNullable(row.getString("summary")),
        Optional.ofNullable(row.getString("partial")));
  }

  private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }
}
