package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.Tx;

/** Ends the jobs of a plan because somebody asked for it. */
final class Cancelling {
  // By itself first: a take that is just being committed has written a lease which the statement
  // that waited for its lock would not see.
  static final String LOCK_PLAN =
      "select id from jobs where plan_id = $1 order by number for no key update";

  private static final String CANCEL =
      """
      with ended as (
        update jobs set state = 'cancelled', finished_at = now()
        where plan_id = $1 and finished_at is null
          -- Whoever undoes what others did must come to its turn, and what it undoes must be known:
          -- such a job is called off only while it has neither begun nor anything to undo.
          and (not runs_when_input_fails
               or (state = 'ready' and not exists (select from job_inputs i where i.job = jobs.id)))
        returning id, awaited_until),
      marked as (
        -- The worker learns of it with its next heartbeat, or the lease expires.
        update job_leases set cancelled = true where job = any(array(select id from ended))),
      counted as (
        update jobs set waiting_for = waiting_for - n.inputs,
                        state = case waiting_for when n.inputs then 'ready' else 'waiting' end
        from (select i.job, count(distinct i.input)::int as inputs from job_inputs i
              where i.input = any(array(select id from ended))
              group by i.job) as n
        where jobs.id = n.job and jobs.state = 'waiting' and jobs.runs_when_input_fails
        returning jobs.state, jobs.channel, jobs.queue_type, jobs.tag)
      select id, null as channel, null as queue_type, null::float8 as tag,
             (select count(*) from ended)::int as jobs
      from ended where awaited_until is not null
      union all
      select null, channel, queue_type, tag, (select count(*) from ended)::int
      from counted where state = 'ready'
      union all
      select null, null, null, null, (select count(*) from ended)::int
      """;

  private final Database database;
  private final JobSignal signal;

  Cancelling(Database database, JobSignal signal) {
    this.database = database;
    this.signal = signal;
  }

  Uni<Integer> plan(UUID planId) {
    return database.inTransaction(tx -> plan(tx, planId));
  }

  private Uni<Integer> plan(Tx tx, UUID planId) {
    return tx.run(LOCK_PLAN, Tuple.of(planId))
        .chain(() -> tx.run(CANCEL, Tuple.of(planId)))
        .invoke(
            rows ->
                tx.afterCommit(
                    () ->
                        Cascade.announce(
                            signal,
                            StreamSupport.stream(rows.spliterator(), false)
                                .filter(Cancelling::isNews)
                                .toList())))
        .map(rows -> rows.iterator().next().getInteger("jobs"));
  }

  // One row only carries the count.
  private static boolean isNews(Row row) {
    return row.getUUID("id") != null || row.getString("channel") != null;
  }
}
