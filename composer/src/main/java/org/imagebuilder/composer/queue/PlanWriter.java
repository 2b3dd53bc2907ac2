package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.imagebuilder.composer.database.Tx;
import org.jspecify.annotations.Nullable;

/** Writes plans into their caller's transaction: several in as many statements as one. */
final class PlanWriter {
  private static final String LOCK_INPUTS_OF_OTHER_PLANS =
      """
      -- The lock keeps a purge away until the new plan's rows refer to them.
      select id from jobs where id = any($1) and state = 'succeeded' order by number for key share
      """;

  private static final String INSERT =
      """
      with job as (
        insert into jobs (id, plan_id, channel, share, fair_tag, tag, queue_type, state,
                          waiting_for, runs_when_input_fails, awaited_until)
        select n.id, n.plan_id, n.channel, n.share, n.fair_tag, n.tag, n.queue_type,
               case n.waiting_for when 0 then 'ready' else 'waiting' end,
               n.waiting_for, n.runs_when_input_fails,
               case when n.awaited then now() + $1 * interval '1 s' end
        from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::float8[], $7::float8[],
                    $8::text[], $9::int[], $10::boolean[], $11::boolean[])
          with ordinality as n(id, plan_id, channel, share, fair_tag, tag, queue_type,
                               waiting_for, runs_when_input_fails, awaited, place)
        -- Numbers are given in this order: an input's is smaller than its dependant's.
        order by n.place),
      arg as (
        insert into job_args (job, args, result_if_input_failed, summary_if_input_failed,
                              result_if_lost, summary_if_lost, trace)
        select * from unnest($2::uuid[], $12::text[], $13::text[], $14::text[], $15::text[],
                             $16::text[], $21::text[]))
      insert into job_inputs (job, position, input, name)
      select * from unnest($17::uuid[], $18::int[], $19::uuid[], $20::text[])
      """;

  private final FairOrder order;
  private final JobSignal signal;
  private final double awaitedSeconds;

  PlanWriter(FairOrder order, JobSignal signal, QueueConfig config) {
    this.order = order;
    this.signal = signal;
    this.awaitedSeconds = config.awaitedFor().toMillis() / 1000.0;
  }

  Uni<Void> write(Tx tx, List<NewPlan> plans) {
    return lockInputsOfOtherPlans(tx, plans)
        .chain(() -> order.draw(tx, plans))
        .onItem()
        .transformToUni(
            tags -> {
              List<Placed> placed = placed(plans, tags);
              tx.afterCommit(() -> announce(placed));
              return tx.run(INSERT, arguments(placed));
            })
        .replaceWithVoid();
  }

  private static Uni<Void> lockInputsOfOtherPlans(Tx tx, List<NewPlan> plans) {
    Set<UUID> others = new HashSet<>();
    for (NewPlan plan : plans) {
      Set<JobId> earlier = new HashSet<>();
      for (NewJob job : plan.jobs()) {
        job.inputs().stream()
            .map(NewInput::job)
            .filter(input -> !earlier.contains(input))
            .forEach(input -> others.add(input.value()));
        earlier.add(job.id());
      }
    }
    if (others.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return tx.run(LOCK_INPUTS_OF_OTHER_PLANS, Tuple.of(others.toArray(UUID[]::new)))
        .onItem()
        .invoke(
            rows -> {
              if (rows.size() < others.size()) {
                throw new IllegalArgumentException(
                    "an input is neither an earlier job of the plan nor a job that succeeded");
              }
            })
        .replaceWithVoid();
  }

  private void announce(List<Placed> jobs) {
    signal.ready(
        jobs.stream()
            .filter(job -> job.waitingFor() == 0)
            .map(job -> new Ready(job.plan().channel(), job.job().queueType(), job.tags().taken()))
            .distinct()
            .toList());
  }

  private static List<Placed> placed(List<NewPlan> plans, List<FairOrder.Tags> tags) {
    List<Placed> all = new ArrayList<>();
    Iterator<FairOrder.Tags> places = tags.iterator();
    for (NewPlan plan : plans) {
      FairOrder.Tags place = places.next();
      Set<JobId> ours = new HashSet<>();
      plan.jobs().forEach(job -> ours.add(job.id()));
      for (NewJob job : plan.jobs()) {
        long inputs =
            job.inputs().stream().map(NewInput::job).filter(ours::contains).distinct().count();
        all.add(new Placed(plan, place, job, (int) inputs));
      }
    }
    return all;
  }

  private Tuple arguments(List<Placed> jobs) {
    List<@Nullable Object> all = new ArrayList<>();
    all.add(awaitedSeconds);
    all.add(ids(jobs, job -> job.job().id().value()));
    all.add(ids(jobs, job -> job.plan().id()));
    all.add(texts(jobs, job -> job.plan().channel()));
    all.add(texts(jobs, job -> job.plan().share()));
    all.add(jobs.stream().map(job -> job.tags().fair()).toArray(Double[]::new));
    all.add(jobs.stream().map(job -> job.tags().taken()).toArray(Double[]::new));
    all.add(texts(jobs, job -> job.job().queueType()));
    all.add(jobs.stream().map(Placed::waitingFor).toArray(Integer[]::new));
    all.add(jobs.stream().map(job -> job.job().runsWhenInputFails()).toArray(Boolean[]::new));
    all.add(jobs.stream().map(job -> job.job().awaited()).toArray(Boolean[]::new));
    all.add(texts(jobs, job -> job.job().args()));
    all.add(texts(jobs, job -> job.job().ifInputFailed().map(Ending::result).orElse(null)));
    all.add(texts(jobs, job -> job.job().ifInputFailed().flatMap(Ending::summary).orElse(null)));
    all.add(texts(jobs, job -> job.job().ifLost().map(Ending::result).orElse(null)));
    all.add(texts(jobs, job -> job.job().ifLost().flatMap(Ending::summary).orElse(null)));
    List<Edge> edges = jobs.stream().flatMap(job -> edges(job.job())).toList();
    all.add(edges.stream().map(edge -> edge.job().value()).toArray(UUID[]::new));
    all.add(edges.stream().map(Edge::position).toArray(Integer[]::new));
    all.add(edges.stream().map(edge -> edge.input().job().value()).toArray(UUID[]::new));
    all.add(texts(edges, edge -> edge.input().name()));
    all.add(texts(jobs, job -> job.plan().trace().orElse(null)));
    return Tuple.from(all);
  }

  private static <T> String[] texts(List<T> rows, Function<T, @Nullable String> text) {
    return rows.stream().map(text).toArray(String[]::new);
  }

  private static UUID[] ids(List<Placed> jobs, Function<Placed, UUID> id) {
    return jobs.stream().map(id).toArray(UUID[]::new);
  }

  private static Stream<Edge> edges(NewJob job) {
    List<Edge> edges = new ArrayList<>();
    for (NewInput input : job.inputs()) {
      edges.add(new Edge(job.id(), edges.size(), input));
    }
    return edges.stream();
  }

  /** A job with what its row says beside it. */
  private record Placed(NewPlan plan, FairOrder.Tags tags, NewJob job, int waitingFor) {}

  private record Edge(JobId job, int position, NewInput input) {}
}
