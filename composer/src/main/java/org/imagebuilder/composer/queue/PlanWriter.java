package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.imagebuilder.composer.database.Tx;
import org.jspecify.annotations.Nullable;

/** Writes a plan into its caller's transaction. */
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
        select n.id, $1, $2, $3, $4, $5, n.queue_type,
               case n.waiting_for when 0 then 'ready' else 'waiting' end,
               n.waiting_for, n.runs_when_input_fails,
               case when n.awaited then now() + $6 * interval '1 s' end
        from unnest($7::uuid[], $8::text[], $9::int[], $10::boolean[], $11::boolean[])
          with ordinality as n(id, queue_type, waiting_for, runs_when_input_fails, awaited, place)
        -- Numbers are given in this order: an input's is smaller than its dependant's.
        order by n.place),
      arg as (
        insert into job_args (job, args, result_if_input_failed, summary_if_input_failed,
                              result_if_lost, summary_if_lost)
        select * from unnest($7::uuid[], $12::text[], $13::text[], $14::text[], $15::text[],
                             $16::text[]))
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

  Uni<Void> write(Tx tx, NewPlan plan) {
    return lockInputsOfOtherPlans(tx, plan)
        .chain(() -> order.draw(tx, plan))
        .onItem()
        .transformToUni(
            tags -> {
              tx.afterCommit(() -> announce(plan, tags));
              return tx.run(INSERT, arguments(plan, tags));
            })
        .replaceWithVoid();
  }

  private static Uni<Void> lockInputsOfOtherPlans(Tx tx, NewPlan plan) {
    Set<JobId> earlier = new HashSet<>();
    Set<UUID> others = new HashSet<>();
    for (NewJob job : plan.jobs()) {
      job.inputs().stream()
          .map(NewInput::job)
          .filter(input -> !earlier.contains(input))
          .forEach(input -> others.add(input.value()));
      earlier.add(job.id());
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

  private void announce(NewPlan plan, FairOrder.Tags tags) {
    Set<JobId> ours = ids(plan);
    signal.ready(
        plan.jobs().stream()
            .filter(job -> waitingFor(job, ours) == 0)
            .map(job -> new Ready(plan.channel(), job.queueType(), tags.taken()))
            .distinct()
            .toList());
  }

  private static Set<JobId> ids(NewPlan plan) {
    Set<JobId> ids = new HashSet<>();
    plan.jobs().forEach(job -> ids.add(job.id()));
    return ids;
  }

  private static int waitingFor(NewJob job, Set<JobId> ours) {
    return (int) job.inputs().stream().map(NewInput::job).filter(ours::contains).distinct().count();
  }

  private Tuple arguments(NewPlan plan, FairOrder.Tags tags) {
    Set<JobId> ours = ids(plan);
    List<NewJob> jobs = plan.jobs();
    List<@Nullable Object> all = new ArrayList<>();
    all.addAll(
        List.of(
            plan.id(), plan.channel(), plan.share(), tags.fair(), tags.taken(), awaitedSeconds));
    all.add(jobs.stream().map(job -> job.id().value()).toArray(UUID[]::new));
    all.add(texts(jobs, NewJob::queueType));
    all.add(jobs.stream().map(job -> waitingFor(job, ours)).toArray(Integer[]::new));
    all.add(jobs.stream().map(NewJob::runsWhenInputFails).toArray(Boolean[]::new));
    all.add(jobs.stream().map(NewJob::awaited).toArray(Boolean[]::new));
    all.add(texts(jobs, NewJob::args));
    all.add(texts(jobs, job -> job.ifInputFailed().map(Ending::result).orElse(null)));
    all.add(texts(jobs, job -> job.ifInputFailed().flatMap(Ending::summary).orElse(null)));
    all.add(texts(jobs, job -> job.ifLost().map(Ending::result).orElse(null)));
    all.add(texts(jobs, job -> job.ifLost().flatMap(Ending::summary).orElse(null)));
    List<Edge> edges = jobs.stream().flatMap(PlanWriter::edges).toList();
    all.add(edges.stream().map(edge -> edge.job().value()).toArray(UUID[]::new));
    all.add(edges.stream().map(Edge::position).toArray(Integer[]::new));
    all.add(edges.stream().map(edge -> edge.input().job().value()).toArray(UUID[]::new));
    all.add(edges.stream().map(edge -> edge.input().name()).toArray(String[]::new));
    return Tuple.from(all);
  }

  private static String[] texts(List<NewJob> jobs, Function<NewJob, @Nullable String> text) {
    return jobs.stream().map(text).toArray(String[]::new);
  }

  private static Stream<Edge> edges(NewJob job) {
    List<Edge> edges = new ArrayList<>();
    for (NewInput input : job.inputs()) {
      edges.add(new Edge(job.id(), edges.size(), input));
    }
    return edges.stream();
  }

  private record Edge(JobId job, int position, NewInput input) {}
}
