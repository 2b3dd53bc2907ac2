package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.DatabaseAwayException;
import org.jboss.logging.Logger;

/** How a worker ends a job: once, with the token of the lease that it holds. */
final class Endings {
  private static final Logger LOG = Logger.getLogger(Endings.class);

  // The lease is found by its token and the job by its id; a condition on the job's channel could
  // lead a planner without statistics along all open jobs of the channel.
  private static final String END =
      """
      with held as materialized (
        select id, awaited_until from jobs
        where id = (select job from job_leases where token = $1 and channel = $2)
          and token = $1 and state = 'running'
        for no key update),
      freed as (
        -- Not joined: after statistics without leases a join might read all there ever were.
        delete from job_leases where job = (select id from held)),
      ended as (
        update jobs set state = $3, finished_at = now(), summary = $4,
                        result_hash = sha256(convert_to($5, 'UTF8'))
        where id = (select id from held)
        returning jobs.id, jobs.plan_id, jobs.channel, jobs.queue_type, jobs.state,
                  jobs.awaited_until,
                  extract(epoch from now() - jobs.started_at)::float8 as seconds),
      stored as (
        insert into job_results (job, result) select id, $5 from held)
      """;

  private static final String FAIL = END + "select * from ended";

  static final String SUCCEED =
      END
          + """
          , dependant as materialized (
            select id from jobs
            where id = any(array(select job from job_inputs where input = (select id from held)))
              and state = 'waiting'
            order by number
            for no key update),
          counted as (
            update jobs set waiting_for = waiting_for - 1,
                            state = case waiting_for when 1 then 'ready' else 'waiting' end
            where id = any(array(select id from dependant)) and state = 'waiting'
            returning jobs.state, jobs.channel, jobs.queue_type, jobs.tag)
          select id, plan_id, channel, queue_type, state, awaited_until, seconds,
                 null::float8 as tag
          from ended
          union all
          select null, null, channel, queue_type, state, null, null, tag
          from counted where state = 'ready'
          """;

  private static final String LATE =
      """
      with ended as materialized (
        select id, channel, state, result_hash from jobs
        where token = $1 and finished_at is not null
        for key share),
      freed as (
        delete from job_leases where token = $1 and channel = $2 and cancelled),
      kept as (
        -- For whoever reads the log of a build that was cancelled; nothing else looks at it.
        insert into job_results (job, result)
        select id, $3 from ended where channel = $2 and state = 'cancelled'
        on conflict (job) do nothing)
      select state, coalesce(result_hash = sha256(convert_to($3, 'UTF8')), false) as same,
             result_hash is not null as reported
      from ended where channel = $2
      """;

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Database database;
  private final JobSignal signal;
  private final Cascade cascade;
  private final Duration patience;

  Endings(Database database, JobSignal signal, Cascade cascade, QueueConfig config) {
    this.database = database;
    this.signal = signal;
    this.cascade = cascade;
    this.patience = config.finishPatience();
  }

  Uni<Finished> finish(Lease lease, Finish finish) {
    return (finish.succeeded() ? succeed(lease, finish) : fail(lease, finish))
        .onItem()
        .transformToUni(
            ended -> ended.map(Uni.createFrom()::item).orElseGet(() -> late(lease, finish)))
        // A result is dear: some workers throw a build away when this fails.
        .onFailure(DatabaseAwayException.class)
        .retry()
        .withBackOff(PAUSE, LONGEST_PAUSE)
        .expireIn(patience.toMillis())
        .onFailure(IllegalStateException.class)
        .transform(DatabaseAwayException::new);
  }

  private Uni<Optional<Finished>> succeed(Lease lease, Finish finish) {
    return database.run(SUCCEED, arguments(lease, finish, JobState.SUCCEEDED)).map(this::ended);
  }

  // Two statements: the second must see everything that was committed before the first had its
  // locks.
  private Uni<Optional<Finished>> fail(Lease lease, Finish finish) {
    return database.inTransaction(
        tx ->
            tx.run(FAIL, arguments(lease, finish, JobState.FAILED))
                .onItem()
                .call(rows -> cascade.from(tx, ids(rows)))
                .invoke(rows -> tx.afterCommit(() -> signal.ended(awaited(rows))))
                .map(Endings::finished));
  }

  private Optional<Finished> ended(RowSet<Row> rows) {
    List<Ready> ready = new ArrayList<>();
    rows.forEach(
        row -> {
          if (row.getUUID("id") == null) {
            ready.add(Ready.of(row));
          }
        });
    signal.ready(ready);
    signal.ended(awaited(rows));
    return finished(rows);
  }

  private Uni<Finished> late(Lease lease, Finish finish) {
    return database
        .run(LATE, Tuple.of(lease.token(), lease.channel(), finish.ending().result()))
        .map(
            rows -> {
              FinishAnswer answer = late(rows);
              LOG.debugf("A result came late answer=%s", answer);
              return Finished.nothingNew(answer);
            });
  }

  private static FinishAnswer late(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return FinishAnswer.UNKNOWN;
    }
    Row row = rows.iterator().next();
    if (JobState.of(row.getString("state")) == JobState.CANCELLED) {
      return FinishAnswer.CANCELLED;
    }
    // A job that failed because its lease was lost has an end that no worker reported.
    if (!row.getBoolean("reported")) {
      return FinishAnswer.UNKNOWN;
    }
    return row.getBoolean("same") ? FinishAnswer.REPEATED : FinishAnswer.CONFLICTS;
  }

  private static Optional<Finished> finished(RowSet<Row> rows) {
    for (Row row : rows) {
      UUID id = row.getUUID("id");
      if (id != null) {
        Job job =
            new Job(
                new JobId(id),
                row.getUUID("plan_id"),
                row.getString("channel"),
                row.getString("queue_type"),
                JobState.of(row.getString("state")));
        Duration ran = Duration.ofMillis(Math.round(row.getDouble("seconds") * 1000));
        return Optional.of(new Finished(FinishAnswer.FINISHED, Optional.of(job), ran));
      }
    }
    return Optional.empty();
  }

  private static List<UUID> ids(RowSet<Row> rows) {
    List<UUID> ids = new ArrayList<>();
    rows.forEach(row -> ids.add(row.getUUID("id")));
    return ids;
  }

  private static List<JobId> awaited(RowSet<Row> rows) {
    List<JobId> awaited = new ArrayList<>();
    rows.forEach(
        row -> {
          UUID id = row.getUUID("id");
          if (id != null && row.getOffsetDateTime("awaited_until") != null) {
            awaited.add(new JobId(id));
          }
        });
    return awaited;
  }

  private static Tuple arguments(Lease lease, Finish finish, JobState state) {
    return Tuple.of(
        lease.token(),
        lease.channel(),
        state.word(),
        finish.ending().summary().orElse(null),
        finish.ending().result());
  }
}
