package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.imagebuilder.composer.database.Tx;

/**
 * What follows when jobs ended badly in this transaction: those that need their results fail too,
 * however far down, and those that run all the same have one input less to wait for.
 */
final class Cascade {
  private static final String FAIL_DEPENDANTS =
      """
      with recursive failing as (
        select unnest($1::uuid[]) as id
        union
        select d.id from failing
        join job_inputs i on i.input = failing.id
        join jobs d on d.id = i.job
        where d.state = 'waiting' and not d.runs_when_input_fails),
      touched as materialized (
        select j.id, j.runs_when_input_fails from jobs j
        where j.state = 'waiting'
          and j.id = any(array(select i.job from failing join job_inputs i on i.input = failing.id))
        order by j.number
        for no key update),
      ended as (
        update jobs set state = 'failed', finished_at = now(), summary = a.summary_if_input_failed
        from touched join job_args a on a.job = touched.id
        where jobs.id = touched.id and jobs.state = 'waiting' and not touched.runs_when_input_fails
        returning jobs.id, jobs.awaited_until, a.result_if_input_failed as result),
      stored as (
        insert into job_results (job, result)
        select id, result from ended where result is not null),
      counted as (
        update jobs set waiting_for = waiting_for - n.inputs,
                        state = case waiting_for when n.inputs then 'ready' else 'waiting' end
        -- Only what this statement ended: another one counts what it ended itself. In one array,
        -- for with "or" all inputs of all times would be read.
        from (select i.job, count(distinct i.input)::int as inputs from job_inputs i
              where i.input = any($1 || array(select id from ended))
              group by i.job) as n
        join touched on touched.id = n.job
        where jobs.id = n.job and jobs.state = 'waiting' and touched.runs_when_input_fails
        returning jobs.state, jobs.channel, jobs.queue_type, jobs.tag)
      select id, null as channel, null as queue_type, null::float8 as tag
      from ended where awaited_until is not null
      union all
      select null, channel, queue_type, tag from counted where state = 'ready'
      """;

  private final JobSignal signal;

  Cascade(JobSignal signal) {
    this.signal = signal;
  }

  /** Ends and frees what depends on these jobs; others learn of it after the commit. */
  Uni<Void> from(Tx tx, Collection<UUID> endedBadly) {
    if (endedBadly.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return tx.run(FAIL_DEPENDANTS, Tuple.of(endedBadly.toArray(UUID[]::new)))
        .invoke(rows -> tx.afterCommit(() -> announce(signal, rows)))
        .replaceWithVoid();
  }

  /** Tells of rows that hold either the id of an awaited job that ended, or a job that is ready. */
  static void announce(JobSignal signal, Iterable<Row> rows) {
    List<Ready> ready = new ArrayList<>();
    List<JobId> ended = new ArrayList<>();
    for (Row row : rows) {
      UUID id = row.getUUID("id");
      if (id == null) {
        ready.add(Ready.of(row));
      } else {
        ended.add(new JobId(id));
      }
    }
    signal.ready(ready);
    signal.ended(ended);
  }
}
