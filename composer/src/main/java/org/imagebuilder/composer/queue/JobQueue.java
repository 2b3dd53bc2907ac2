package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.database.Tx;

/**
 * The queue: jobs are enqueued as plans, leased to workers one at a time, and end once. Every call
 * may fail with {@link org.imagebuilder.composer.database.DatabaseAwayException}, except where a
 * wait is promised to survive an outage.
 */
public interface JobQueue {
  /** What a worker's progress report may weigh. */
  int MAX_PARTIAL_BYTES = 64 * 1024;

  /**
   * Writes plans into the caller's transaction. Workers learn of them after the commit. Fails with
   * {@link IllegalArgumentException} when an input is neither an earlier job of its plan nor a job
   * that succeeded.
   */
  Uni<Void> enqueue(Tx tx, List<NewPlan> plans);

  /** The same for one plan. */
  default Uni<Void> enqueue(Tx tx, NewPlan plan) {
    return enqueue(tx, List.of(plan));
  }

  /**
   * Waits for a job. Survives an outage of the database: the answer is then empty at the end of the
   * caller's patience. A Uni that is cancelled gives back what it was about to be given.
   */
  Uni<Optional<LeasedJob>> lease(LeaseRequest request);

  /** Says what a lease is for; also answers for the last lease of a job that has ended. */
  Uni<Optional<Job>> find(Lease lease);

  /** Confirms the lease and prolongs it. */
  Uni<LeaseState> heartbeat(Lease lease);

  /** A heartbeat that stores progress, at most {@link #MAX_PARTIAL_BYTES} of JSON. */
  Uni<LeaseState> progress(Lease lease, String partial);

  /**
   * Ends a running job as {@link JobState#SUCCEEDED} or {@link JobState#FAILED}. Waits for a
   * database that is away before it gives up, for a result is dear.
   */
  Uni<Finished> finish(Lease lease, Finish finish);

  /** Makes a running job ready again without counting an attempt. */
  Uni<LeaseState> handBack(Lease lease);

  /** Hands back whatever a worker holds that is known to be gone; says how many jobs. */
  Uni<Integer> releaseWorker(String channel, UUID worker);

  /**
   * Ends all jobs of the plan that have not ended, except those that run when an input fails: these
   * run now. Says how many jobs were cancelled.
   */
  Uni<Integer> cancel(UUID planId);

  /**
   * Waits until the job has ended; empty when it has not by the end of the caller's patience.
   * Survives an outage. A job that was enqueued as awaited is cancelled when this Uni is.
   */
  Uni<Optional<JobSummary>> await(JobId job, Duration patience);

  /** The jobs of a plan in the order in which they were enqueued; empty for an unknown plan. */
  Uni<List<JobSummary>> jobsOfPlan(UUID planId);

  /** The same for several plans in one question; a plan that is unknown is missing in the map. */
  Uni<Map<UUID, List<JobSummary>>> jobsOfPlans(Collection<UUID> planIds);

  /** What the jobs of a plan need of other jobs, in the order in which workers get it. */
  Uni<List<PlanInput>> inputsOfPlan(UUID planId);

  /** The result of a job that ended with one. */
  Uni<Optional<String>> result(JobId job);

  /** The args of a job. */
  Uni<Optional<String>> args(JobId job);

  /**
   * Deletes a plan whose jobs have all ended and rows that refer to them; false, and nothing is
   * deleted, while a job has not ended, a worker still holds a lease, or another plan needs a
   * result.
   */
  Uni<Boolean> delete(Tx tx, UUID planId);

  /** Takes jobs away from workers that were not heard of in time; says how many. */
  Uni<Integer> rescueExpired();

  /**
   * Fails ready jobs of this type that were enqueued so long ago, a batch at a time; says how many.
   */
  Uni<Integer> giveUp(String channel, String queueType, Duration age, Ending ending);

  /** Forgets one batch of what the rule allows; says how many jobs, 0 when there is no more. */
  Uni<Integer> purge(PurgeRule rule);

  /** How many jobs the rule allows to forget something of, all batches together. */
  Uni<Long> purgeable(PurgeRule rule);

  /** Counts the jobs that have not ended. */
  Uni<List<JobCount>> counts();
}
