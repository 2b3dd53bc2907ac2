package org.imagebuilder.composer.composes;

import java.util.List;
import java.util.UUID;
import org.imagebuilder.composer.jobs.JobReport;

/**
 * One of a tenant's composes, for rooms that tell more about it.
 *
 * @param jobs in the order of the plan; the last one is the root, whose id the compose has
 */
public record KnownCompose(UUID id, List<JobReport> jobs) {
  public KnownCompose {
    jobs = List.copyOf(jobs);
  }

  /** The job that ends the compose. */
  public JobReport root() {
    return jobs.getLast();
  }
}
