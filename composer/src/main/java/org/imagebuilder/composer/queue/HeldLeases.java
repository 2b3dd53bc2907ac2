package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.database.Database;

/**
 * What a worker does with a lease short of finishing. Jobs are locked before their leases, here and
 * everywhere, and several jobs in the order of their numbers.
 */
final class HeldLeases {
  private static final String FIND =
      """
      with known as materialized (
        select id, plan_id, channel, queue_type, state from jobs
        where id = (select job from job_leases where token = $1 and channel = $2)
        union all
        select id, plan_id, channel, queue_type, state from jobs
        where token = $1 and finished_at is not null)
      select * from known where channel = $2 limit 1
      """;

  private static final String HEARTBEAT =
      """
      update job_leases
      set expires_at = now() + $3 * interval '1 s', confirmed_at = coalesce(confirmed_at, now())
      where token = $1 and channel = $2
      returning cancelled
      """;

  private static final String PROGRESS =
      """
      update job_leases
      set expires_at = now() + $3 * interval '1 s', confirmed_at = coalesce(confirmed_at, now()),
          partial = $4
      where token = $1 and channel = $2
      returning cancelled
      """;

  private static final String WAS_CANCELLED =
      """
      with ended as materialized (
        select channel, state from jobs where token = $1 and finished_at is not null)
      select 1 from ended where channel = $2 and state = 'cancelled'
      """;

  private static final String HAND_BACK =
      """
      with held as (
        select id from jobs
        where id = (select job from job_leases where token = $1 and channel = $2)
          and token = $1 and state = 'running'
        for no key update),
      freed as (
        delete from job_leases where job = (select id from held))
      update jobs set state = 'ready', started_at = null, token = null
      where id = (select id from held)
      returning id, plan_id, channel, queue_type, state, tag
      """;

  private static final String FORGET_CANCELLED =
      "delete from job_leases where token = $1 and channel = $2 and cancelled";

  private static final String RELEASE_WORKER =
      """
      with held as materialized (
        select j.id from jobs j
        where j.id in (select job from job_leases where worker = $2 and channel = $1)
          and j.channel = $1 and j.state = 'running'
        order by j.number
        for no key update),
      freed as (
        delete from job_leases using held
        where job_leases.job = held.id and job_leases.worker = $2
        returning job_leases.job),
      forgotten as (
        delete from job_leases where worker = $2 and channel = $1 and cancelled)
      update jobs set state = 'ready', started_at = null, token = null
      from freed where jobs.id = freed.job
      returning jobs.channel, jobs.queue_type, jobs.tag
      """;

  private final Database database;
  private final JobSignal signal;
  private final double leaseSeconds;

  HeldLeases(Database database, JobSignal signal, QueueConfig config) {
    this.database = database;
    this.signal = signal;
    this.leaseSeconds = config.lease().toMillis() / 1000.0;
  }

  Uni<Optional<Job>> find(Lease lease) {
    return database.run(FIND, key(lease)).map(HeldLeases::job);
  }

  Uni<LeaseState> heartbeat(Lease lease) {
    return database
        .run(HEARTBEAT, Tuple.of(lease.token(), lease.channel(), leaseSeconds))
        .onItem()
        .transformToUni(rows -> state(lease, rows));
  }

  Uni<LeaseState> progress(Lease lease, String partial) {
    return database
        .run(PROGRESS, Tuple.of(lease.token(), lease.channel(), leaseSeconds, partial))
        .onItem()
        .transformToUni(rows -> state(lease, rows));
  }

  Uni<HandedBack> handBack(Lease lease) {
    return database
        .run(HAND_BACK, key(lease))
        .onItem()
        .transformToUni(
            rows -> {
              if (rows.size() == 0) {
                return database
                    .run(FORGET_CANCELLED, key(lease))
                    .chain(() -> cancelled(lease))
                    .map(state -> new HandedBack(state, Optional.empty()));
              }
              announce(rows);
              return Uni.createFrom().item(new HandedBack(LeaseState.HELD, job(rows)));
            });
  }

  Uni<Integer> releaseWorker(String channel, UUID worker) {
    return database
        .run(RELEASE_WORKER, Tuple.of(channel, worker))
        .invoke(this::announce)
        .map(RowSet::size);
  }

  private void announce(RowSet<Row> rows) {
    List<Ready> ready = new ArrayList<>();
    rows.forEach(row -> ready.add(Ready.of(row)));
    signal.ready(ready);
  }

  private Uni<LeaseState> state(Lease lease, RowSet<Row> rows) {
    if (rows.size() == 0) {
      return cancelled(lease);
    }
    return Uni.createFrom()
        .item(
            rows.iterator().next().getBoolean("cancelled")
                ? LeaseState.CANCELLED
                : LeaseState.HELD);
  }

  // A worker that asks after its lease is gone should still hear that it was a cancel.
  private Uni<LeaseState> cancelled(Lease lease) {
    return database
        .run(WAS_CANCELLED, key(lease))
        .map(rows -> rows.size() > 0 ? LeaseState.CANCELLED : LeaseState.UNKNOWN);
  }

  private static Tuple key(Lease lease) {
    return Tuple.of(lease.token(), lease.channel());
  }

  private static Optional<Job> job(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row row = rows.iterator().next();
    return Optional.of(
        new Job(
            new JobId(row.getUUID("id")),
            row.getUUID("plan_id"),
            row.getString("channel"),
            row.getString("queue_type"),
            JobState.of(row.getString("state"))));
  }
}
