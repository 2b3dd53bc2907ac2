package org.imagebuilder.composer.queue;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Jobs that are enqueued together, so that one question by plan id answers for all of them.
 *
 * @param id what the jobs have in common; for a compose its own id
 * @param channel whose workers may take the jobs
 * @param share who pays for the service in the fair order, opaque
 * @param weight how much of the service the share may have compared with others; 1 is usual
 * @param cost how much service the plan asks for; 1 is usual
 * @param interactive whether a person waits: such a plan gets a bounded head start
 * @param jobs the jobs; a job stands after its inputs
 * @param trace what its workers are told of who asked for it, opaque
 */
public record NewPlan(
    UUID id,
    String channel,
    String share,
    double weight,
    double cost,
    boolean interactive,
    List<NewJob> jobs,
    Optional<String> trace) {

  public NewPlan {
    jobs = List.copyOf(jobs);
    if (jobs.isEmpty() || !(weight > 0) || !(cost > 0)) {
      throw new IllegalArgumentException("a plan has jobs, a weight and a cost above zero");
    }
  }

  /** A plan that belongs to no trace. */
  public NewPlan(
      UUID id,
      String channel,
      String share,
      double weight,
      double cost,
      boolean interactive,
      List<NewJob> jobs) {
    this(id, channel, share, weight, cost, interactive, jobs, Optional.empty());
  }

  /** A plan of usual weight and cost for which nobody waits. */
  public static NewPlan of(UUID id, String channel, String share, List<NewJob> jobs) {
    return new NewPlan(id, channel, share, 1, 1, false, jobs);
  }
}
