package org.imagebuilder.composer.jobs;

import java.util.List;
import java.util.UUID;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.NewInput;

/**
 * The jobs of one piece of work, joined by named inputs. The last job is the root: the plan has its
 * id.
 */
public record JobPlan(List<PlannedJob> jobs) {
  public JobPlan {
    jobs = List.copyOf(jobs);
    if (jobs.isEmpty()) {
      throw new IllegalArgumentException("a plan has jobs");
    }
  }

  /** What callers know the work by. */
  public UUID id() {
    return jobs.getLast().id().value();
  }

  /** Whether some job of the plan is of this type. */
  public boolean has(JobType type) {
    return jobs.stream().anyMatch(job -> job.type() == type);
  }

  /** One job; its inputs are earlier jobs of the plan, in the order in which workers get them. */
  public record PlannedJob(
      JobId id, JobType type, String architecture, JobArgs args, List<NewInput> inputs) {
    public PlannedJob {
      inputs = List.copyOf(inputs);
      if (!type.args().isInstance(args)) {
        throw new IllegalArgumentException(type + " does not take " + args.getClass());
      }
    }

    /** As the queue and metrics know the type. */
    public String queueType() {
      return type.queueType(architecture);
    }
  }
}
