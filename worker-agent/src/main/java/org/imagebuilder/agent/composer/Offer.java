package org.imagebuilder.agent.composer;

import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.LeasedJob;
import org.imagebuilder.agent.traces.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * A job that composer handed out, with its lease.
 *
 * @param args as they came; each job type reads its own shape out of them
 * @param inputs the results of the jobs it depends on, in the type's order; one may be null
 * @param trace what it belongs to
 */
public record Offer(
    String jobId,
    String type,
    Lease lease,
    Optional<Object> args,
    List<@Nullable Object> inputs,
    Optional<TraceContext> trace) {

  /** One that belongs to no trace. */
  public Offer(
      String jobId,
      String type,
      Lease lease,
      Optional<Object> args,
      List<@Nullable Object> inputs) {
    this(jobId, type, lease, args, inputs, Optional.empty());
  }

  static Offer of(LeasedJob job, Optional<TraceContext> trace) {
    List<@Nullable Object> inputs = job.getDynamicArgs();
    return new Offer(
        job.getId(),
        job.getType(),
        Lease.of(job),
        Optional.ofNullable(job.getArgs()),
        inputs == null ? List.of() : inputs,
        trace);
  }
}
