package org.imagebuilder.composer.jobs;

import java.util.List;
import org.imagebuilder.composer.queue.JobSummary;

/** Whether a plan may be forgotten. */
public enum PlanState {
  /** There is no such plan. */
  UNKNOWN,
  /** Some job has not ended. */
  UNDER_WAY,
  /** All jobs have ended, but a worker has not noticed yet. */
  HELD,
  /** Nothing happens to it any more. */
  OVER;

  static PlanState of(List<JobSummary> jobs) {
    if (jobs.isEmpty()) {
      return UNKNOWN;
    }
    if (jobs.stream().anyMatch(job -> !job.state().isFinal())) {
      return UNDER_WAY;
    }
    return jobs.stream().anyMatch(JobSummary::leased) ? HELD : OVER;
  }
}
