package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.Tx;
import org.jboss.logging.Logger;

/**
 * Takes jobs away from workers that were not heard of in time. One replica at a time sweeps, and
 * leaves a note when it did: after a gap nobody could have been heard, so every lease is first
 * prolonged and the outage costs no attempt.
 */
final class Expiry {
  private static final Logger LOG = Logger.getLogger(Expiry.class);

  private static final String LAST_RUN =
      """
      select extract(epoch from now() - last_run)::float8 as seconds
      from chores where name = 'rescue' for update skip locked
      """;

  private static final String RAN_NOW = "update chores set last_run = now() where name = 'rescue'";

  private static final String PROLONG_LEASES =
      "update job_leases set expires_at = greatest(expires_at, now() + $1 * interval '1 s')";

  private static final String PROLONG_AWAITED =
      """
      update jobs set awaited_until = greatest(awaited_until, now() + $1 * interval '1 s')
      where awaited_until is not null and finished_at is null
      """;

  private static final String LOCK_EXPIRED =
      """
      select j.id from jobs j
      where j.id in (select job from job_leases where expires_at < now())
      order by j.number limit 200
      for no key update skip locked
      """;

  private static final String TAKE_AWAY =
      """
      with lost as (
        delete from job_leases where job = any($1) and expires_at < now()
        returning job, cancelled, confirmed_at is not null as confirmed),
      judged as (
        select j.id, a.result_if_lost, a.summary_if_lost,
               j.unconfirmed_leases + (not lost.confirmed)::int as unconfirmed,
               -- A hand-over that was never confirmed is no attempt of the job. Every tenth is,
               -- so that a job which kills its taker comes to an end.
               j.lost_attempts + (lost.confirmed or j.unconfirmed_leases % 10 = 9)::int as attempts
        from lost
        join jobs j on j.id = lost.job
        join job_args a on a.job = j.id
        where not lost.cancelled and j.state = 'running'),
      again as (
        update jobs set state = 'ready', started_at = null, token = null,
                        lost_attempts = judged.attempts, unconfirmed_leases = judged.unconfirmed
        from judged where jobs.id = judged.id and judged.attempts < $2
        returning jobs.id, jobs.channel, jobs.queue_type, jobs.tag, jobs.awaited_until),
      ended as (
        update jobs set state = 'failed', finished_at = now(), summary = judged.summary_if_lost,
                        lost_attempts = judged.attempts, unconfirmed_leases = judged.unconfirmed
        from judged where jobs.id = judged.id and judged.attempts >= $2
        returning jobs.id, jobs.channel, jobs.queue_type, jobs.tag, jobs.awaited_until,
                  judged.result_if_lost),
      stored as (
        insert into job_results (job, result)
        select id, result_if_lost from ended where result_if_lost is not null)
      select 'ready' as state, id, channel, queue_type, tag, awaited_until from again
      union all
      select 'failed', id, channel, queue_type, tag, awaited_until from ended
      """;

  private static final String ABANDONED =
      """
      select distinct plan_id from jobs
      where awaited_until < now() and awaited_until is not null and finished_at is null
      limit 100
      """;

  private final Database database;
  private final JobSignal signal;
  private final Cascade cascade;
  private final Cancelling cancelling;
  private final QueueConfig config;
  private final BiConsumer<String, String> givenUp;

  /**
   * @param givenUp told channel and type of each job that has failed for good
   */
  Expiry(
      Database database,
      JobSignal signal,
      Cascade cascade,
      Cancelling cancelling,
      QueueConfig config,
      BiConsumer<String, String> givenUp) {
    this.database = database;
    this.signal = signal;
    this.cascade = cascade;
    this.cancelling = cancelling;
    this.config = config;
    this.givenUp = givenUp;
  }

  Uni<Integer> sweep() {
    return database
        .inTransaction(this::sweep)
        .onItem()
        .call(swept -> swept < 0 ? Uni.createFrom().voidItem() : cancelAbandoned())
        .map(swept -> Math.max(0, swept));
  }

  // Negative when there is nothing to be judged in this sweep.
  private Uni<Integer> sweep(Tx tx) {
    return tx.run(LAST_RUN)
        .onItem()
        .transformToUni(
            rows -> {
              if (rows.size() == 0) {
                return Uni.createFrom().item(-1);
              }
              double seconds = rows.iterator().next().getDouble("seconds");
              return tx.run(RAN_NOW)
                  .chain(() -> prolongAwaited(tx, seconds))
                  .chain(
                      () ->
                          isGap(seconds, config.lease().dividedBy(8))
                              ? prolongLeases(tx, seconds)
                              : takeAway(tx));
            });
  }

  // The tolerance is well below what is prolonged, so that no outage in between is missed; and well
  // above the delay of a busy moment, or a slow database would never let anything expire.
  private boolean isGap(double seconds, Duration tolerance) {
    return seconds * 1000 > Math.max(2 * config.sweepEvery().toMillis(), tolerance.toMillis());
  }

  // Whoever waits says so every third of this time, and could not.
  private Uni<Void> prolongAwaited(Tx tx, double seconds) {
    return isGap(seconds, config.awaitedFor().dividedBy(4))
        ? tx.run(PROLONG_AWAITED, Tuple.of(config.awaitedFor().toMillis() / 1000.0))
            .replaceWithVoid()
        : Uni.createFrom().voidItem();
  }

  private Uni<Integer> prolongLeases(Tx tx, double seconds) {
    LOG.infof("No sweep ran for a while, prolongs all leases seconds=%.1f", seconds);
    return tx.run(PROLONG_LEASES, Tuple.of(config.lease().toMillis() / 1000.0)).replaceWith(-1);
  }

  private Uni<Integer> takeAway(Tx tx) {
    return tx.run(LOCK_EXPIRED)
        .onItem()
        .transformToUni(
            locked -> {
              if (locked.size() == 0) {
                return Uni.createFrom().item(0);
              }
              List<UUID> ids = new ArrayList<>();
              locked.forEach(row -> ids.add(row.getUUID("id")));
              return tx.run(TAKE_AWAY, Tuple.of(ids.toArray(UUID[]::new), config.attempts()))
                  .onItem()
                  .call(rows -> cascade.from(tx, failed(rows)))
                  .invoke(rows -> tx.afterCommit(() -> announce(rows)))
                  .map(RowSet::size);
            });
  }

  private void announce(RowSet<Row> rows) {
    List<Ready> ready = new ArrayList<>();
    List<JobId> ended = new ArrayList<>();
    rows.forEach(
        row -> {
          boolean again = JobState.of(row.getString("state")) == JobState.READY;
          LOG.infof(
              again
                  ? "Requeued job jobType=%s jobId=%s channel=%s reason=%s"
                  : "Job set to failed jobType=%s jobId=%s channel=%s reason=%s",
              row.getString("queue_type"),
              row.getUUID("id"),
              row.getString("channel"),
              "its worker was not heard of");
          if (again) {
            ready.add(Ready.of(row));
            return;
          }
          givenUp.accept(row.getString("channel"), row.getString("queue_type"));
          if (row.getOffsetDateTime("awaited_until") != null) {
            ended.add(new JobId(row.getUUID("id")));
          }
        });
    signal.ready(ready);
    signal.ended(ended);
  }

  private static List<UUID> failed(RowSet<Row> rows) {
    List<UUID> failed = new ArrayList<>();
    rows.forEach(
        row -> {
          if (JobState.of(row.getString("state")) == JobState.FAILED) {
            failed.add(row.getUUID("id"));
          }
        });
    return failed;
  }

  private Uni<Void> cancelAbandoned() {
    return database
        .run(ABANDONED)
        .onItem()
        .transformToUni(
            rows ->
                Multi.createFrom()
                    .iterable(rows)
                    .onItem()
                    .transformToUniAndConcatenate(row -> cancelling.plan(row.getUUID("plan_id")))
                    .collect()
                    .asList()
                    .replaceWithVoid());
  }
}
