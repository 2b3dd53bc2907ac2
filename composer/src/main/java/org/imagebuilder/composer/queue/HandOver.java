package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.imagebuilder.composer.database.Statements;

/**
 * Reads what a worker needs for the job it was given. Light jobs take one question; heavy ones are
 * weighed by it and read when the budget has room.
 */
final class HandOver {
  private static final long LIGHT = 256 * 1024;

  private static final String READ =
      """
      with weight as (
        select coalesce((select octet_length(args) from job_args where job = $1), 0)::bigint
             + coalesce((select sum(octet_length(r.result)) from job_inputs i
                         join job_results r on r.job = i.input where i.job = $1), 0)::bigint
               as bytes)
      select weight.bytes,
             case when weight.bytes <= $2 then a.args end as args,
             i.names, i.jobs, i.states, i.results,
             extract(epoch from j.started_at - greatest(j.queued_at, i.last_end))::float8 as waited
      from weight
      cross join jobs j
      join job_args a on a.job = j.id
      cross join lateral (
        select array_agg(i.name order by i.position) as names,
               array_agg(i.input order by i.position) as jobs,
               array_agg(d.state order by i.position) as states,
               array_agg(case when weight.bytes <= $2 then coalesce(
                           r.result,
                           -- Whoever runs in spite of a cancelled input is told that it failed.
                           (select result_if_input_failed from job_args where job = i.input),
                           '{}') end
                         order by i.position) as results,
               max(d.finished_at) as last_end
        from job_inputs i
        join jobs d on d.id = i.input
        left join job_results r on r.job = i.input
        where i.job = j.id) as i
      where j.id = $1
      """;

  private final Statements database;
  private final ByteBudget budget;

  HandOver(Statements database, ByteBudget budget) {
    this.database = database;
    this.budget = budget;
  }

  Uni<LeasedJob> read(Taken taken) {
    return read(taken, LIGHT)
        .onItem()
        .transformToUni(
            row -> {
              long bytes = row.getLong("bytes");
              return bytes <= LIGHT
                  ? Uni.createFrom().item(leased(taken, row))
                  : budget
                      .within(bytes, () -> read(taken, Long.MAX_VALUE))
                      .map(heavy -> leased(taken, heavy));
            });
  }

  private Uni<Row> read(Taken taken, long upTo) {
    return database.run(READ, Tuple.of(taken.job().value(), upTo)).map(HandOver::first);
  }

  private static Row first(RowSet<Row> rows) {
    if (rows.size() == 0) {
      throw new IllegalStateException("a job was deleted while it was handed over");
    }
    return rows.iterator().next();
  }

  private static LeasedJob leased(Taken taken, Row row) {
    return new LeasedJob(
        taken.job(),
        taken.lease(),
        taken.queueType(),
        row.getString("args"),
        inputs(row),
        waited(row));
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
