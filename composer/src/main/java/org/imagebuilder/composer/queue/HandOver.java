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
import org.imagebuilder.composer.database.Statements;
import org.imagebuilder.composer.limits.ByteBudget;

/**
 * What a worker needs for the job it was given: args and the results of inputs. A take brings it
 * along where it is light; what is heavy is read when the budget has room.
 */
final class HandOver {
  /** Up to here the load of a job comes with the take; 64 jobs are taken at once. */
  private static final String LIGHT = "262144";

  /** The columns of a job's load. */
  static final String LOAD =
      """
      job.id, a.bytes + w.bytes as bytes,
      case when a.bytes + w.bytes <= LIMIT then a.args end as args,
      a.trace, i.names, i.jobs, i.states, i.results,
      extract(epoch from job.started_at - greatest(job.queued_at, i.last_end))::float8 as waited
      """
          .replace("LIMIT", LIGHT);

  /**
   * Where these columns come from, for a row {@code job}. Limits and scalar subqueries, since a
   * join might be planned as a scan of all results while a table has no statistics yet.
   */
  static final String LOAD_OF_JOB =
      """
      cross join lateral (
        select args, trace, octet_length(args)::bigint as bytes
        from job_args where job_args.job = job.id limit 1) as a
      cross join lateral (
        select coalesce(sum((select octet_length(result) from job_results
                             where job_results.job = job_inputs.input)), 0)::bigint as bytes
        from job_inputs where job_inputs.job = job.id) as w
      cross join lateral (
        select array_agg(name order by position) as names,
               array_agg(input order by position) as jobs,
               array_agg(ended.state order by position) as states,
               array_agg(case when a.bytes + w.bytes <= LIMIT
                              then coalesce(
                                -- Whoever runs in spite of a cancelled input is told that it
                                -- failed, whatever its worker said afterwards.
                                case when ended.state <> 'cancelled'
                                     then (select result from job_results
                                           where job_results.job = input) end,
                                (select result_if_input_failed from job_args
                                 where job_args.job = input),
                                '{}') end
                         order by position) as results,
               max(ended.finished_at) as last_end
        from job_inputs
        cross join lateral (
          select state, finished_at from jobs where jobs.id = input limit 1) as ended
        where job_inputs.job = job.id) as i
      """
          .replace("LIMIT", LIGHT);

  private static final String READ =
      ("select " + LOAD + "from jobs as job\n" + LOAD_OF_JOB + "where job.id = $1")
          .replace(LIGHT, Long.toString(Long.MAX_VALUE));

  private final Statements database;
  private final ByteBudget budget;

  HandOver(Statements database, ByteBudget budget) {
    this.database = database;
    this.budget = budget;
  }

  Uni<LeasedJob> read(Taken taken) {
    return taken
        .whole()
        .map(Uni.createFrom()::item)
        .orElseGet(
            () ->
                budget.within(
                    taken.bytes(),
                    () ->
                        database
                            .run(READ, Tuple.of(taken.job().value()))
                            .map(HandOver::first)
                            .map(row -> leased(row, taken.lease(), taken.queueType()))));
  }

  static boolean isLight(Row row) {
    return row.getLong("bytes") <= Long.parseLong(LIGHT);
  }

  private static Row first(RowSet<Row> rows) {
    if (rows.size() == 0) {
      throw new IllegalStateException("a job was deleted while it was handed over");
    }
    return rows.iterator().next();
  }

  static LeasedJob leased(Row row, Lease lease, String queueType) {
    return new LeasedJob(
        new JobId(row.getUUID("id")),
        lease,
        queueType,
        row.getString("args"),
        inputs(row),
        waited(row),
        Optional.ofNullable(row.getString("trace")));
  }

  private static Duration waited(Row row) {
    // A job that was handed back meanwhile has no start any more.
    Double seconds = row.getDouble("waited");
    return seconds == null ? Duration.ZERO : Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static List<LeasedInput> inputs(Row row) {
    UUID[] jobs = row.getArrayOfUUIDs("jobs");
    if (jobs == null) {
      return List.of();
    }
    String[] names = row.getArrayOfStrings("names");
    String[] states = row.getArrayOfStrings("states");
    String[] results = row.getArrayOfStrings("results");
    List<LeasedInput> inputs = new ArrayList<>();
    for (int i = 0; i < jobs.length; i++) {
      inputs.add(new LeasedInput(names[i], new JobId(jobs[i]), JobState.of(states[i]), results[i]));
    }
    return inputs;
  }
}
