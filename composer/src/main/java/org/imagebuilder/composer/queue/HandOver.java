package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.imagebuilder.composer.database.Statements;

/** Reads what a worker needs for the job it was given; never more bytes at a time than allowed. */
final class HandOver {
  private static final String WEIGH =
      """
      select coalesce((select octet_length(args) from job_args where job = $1), 0)::bigint
           + coalesce((select sum(octet_length(r.result)) from job_inputs i
                       join job_results r on r.job = i.input where i.job = $1), 0)::bigint as bytes
      """;

  private static final String ARGS =
      """
      select a.args,
             extract(epoch from j.started_at - greatest(j.queued_at, (
               select max(d.finished_at) from job_inputs i join jobs d on d.id = i.input
               where i.job = $1)))::float8 as waited
      from jobs j join job_args a on a.job = j.id
      where j.id = $1
      """;

  private static final String INPUTS =
      """
      select i.name, i.input, d.state, coalesce(r.result, '{}') as result
      from job_inputs i
      join jobs d on d.id = i.input
      left join job_results r on r.job = i.input
      where i.job = $1
      order by i.position
      """;

  private final Statements database;
  private final ByteBudget budget;

  HandOver(Statements database, ByteBudget budget) {
    this.database = database;
    this.budget = budget;
  }

  Uni<LeasedJob> read(Taken taken) {
    Tuple job = Tuple.of(taken.job().value());
    return database
        .run(WEIGH, job)
        .map(rows -> rows.iterator().next().getLong("bytes"))
        .onItem()
        .transformToUni(bytes -> budget.within(bytes, () -> read(taken, job)));
  }

  private Uni<LeasedJob> read(Taken taken, Tuple job) {
    return Uni.combine()
        .all()
        .unis(database.run(ARGS, job), database.run(INPUTS, job))
        .asTuple()
        .map(
            both -> {
              Row args = both.getItem1().iterator().next();
              List<LeasedInput> inputs = new ArrayList<>();
              both.getItem2().forEach(row -> inputs.add(input(row)));
              return new LeasedJob(
                  taken.job(),
                  taken.lease(),
                  taken.queueType(),
                  args.getString("args"),
                  inputs,
                  waited(args));
            });
  }

  private static Duration waited(Row args) {
    // A job that was handed back meanwhile has no start any more.
    Double seconds = args.getDouble("waited");
    return seconds == null ? Duration.ZERO : Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static LeasedInput input(Row row) {
    return new LeasedInput(
        row.getString("name"),
        new JobId(row.getUUID("input")),
        JobState.of(row.getString("state")),
        row.getString("result"));
  }
}
