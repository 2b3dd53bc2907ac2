package org.imagebuilder.composer.jobs;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.database.Tx;
import org.imagebuilder.composer.queue.Ending;
import org.imagebuilder.composer.queue.Finish;
import org.imagebuilder.composer.queue.Finished;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.JobSummary;
import org.imagebuilder.composer.queue.Lease;
import org.imagebuilder.composer.queue.NewJob;
import org.imagebuilder.composer.queue.NewPlan;

/** The typed door to the queue: records become JSON, and JSON becomes records, here. */
@ApplicationScoped
public class Jobs {
  private static final double USUAL = 1;
  private static final String INPUT_FAILED = "Job dependency failed";

  /** A question is answered in seconds where a build takes minutes. */
  private static final double LITTLE = 0.1;

  private final JobQueue queue;

  public Jobs(JobQueue queue) {
    this.queue = queue;
  }

  /** Writes the plan into the caller's transaction. */
  public Uni<Void> enqueue(Tx tx, JobPlan plan, Claim claim) {
    return enqueue(tx, List.of(new ClaimedPlan(plan, claim)));
  }

  /** Writes plans into the caller's transaction; many take hardly longer than one. */
  public Uni<Void> enqueue(Tx tx, List<ClaimedPlan> plans) {
    return queue.enqueue(tx, plans.stream().map(Jobs::newPlan).toList());
  }

  /**
   * Writes a plan whose end somebody waits for: it goes before others, weighs little, and is
   * cancelled when nobody waits any more.
   */
  public Uni<Void> enqueueAwaited(Tx tx, JobPlan plan, Claim claim) {
    List<NewJob> jobs = plan.jobs().stream().map(job -> newJob(job).awaitedByCaller()).toList();
    return queue.enqueue(
        tx,
        List.of(
            new NewPlan(
                plan.id(),
                claim.channel(),
                claim.share(),
                USUAL,
                LITTLE,
                true,
                jobs,
                claim.trace())));
  }

  /**
   * Waits until the job has ended; empty when it has not by the end of the caller's patience. An
   * awaited job is cancelled when this Uni is.
   */
  public Uni<Optional<JobReport>> await(UUID job, Duration patience) {
    return queue.await(new JobId(job), patience).map(end -> end.map(Jobs::report));
  }

  /** The result of a job that ended with one, read as that of its type. */
  public <R extends JobResult> Uni<Optional<R>> result(UUID job, Class<R> type) {
    return queue
        .result(new JobId(job))
        // A result may have many megabytes, which no event loop should look through.
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(result -> result.map(text -> JobJson.read(text, type)));
  }

  /** The args of a job, read as those of its type; empty when they were cleared away. */
  public <A extends JobArgs> Uni<Optional<A>> args(UUID job, Class<A> type) {
    return queue
        .args(new JobId(job))
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(args -> args.map(text -> JobJson.read(text, type)));
  }

  /** The jobs of a plan in its order; empty for an unknown plan. */
  public Uni<List<JobReport>> ofPlan(UUID plan) {
    return queue.jobsOfPlan(plan).map(jobs -> jobs.stream().map(Jobs::report).toList());
  }

  /** The same for several plans in one question; a plan that is unknown is missing in the map. */
  public Uni<Map<UUID, List<JobReport>>> ofPlans(Collection<UUID> plans) {
    return queue
        .jobsOfPlans(plans)
        .map(
            all -> {
              Map<UUID, List<JobReport>> reports = new HashMap<>();
              all.forEach((id, jobs) -> reports.put(id, jobs.stream().map(Jobs::report).toList()));
              return reports;
            });
  }

  /** Whether all jobs of the plan have ended, and no worker is busy with one of them. */
  public Uni<PlanState> stateOf(UUID plan) {
    return queue.jobsOfPlan(plan).map(PlanState::of);
  }

  /**
   * Deletes an ended plan and rows that refer to its jobs; false, and nothing is deleted, when
   * another plan needs a result of it, or it has not ended.
   */
  public Uni<Boolean> delete(Tx tx, UUID plan) {
    return queue.delete(tx, plan);
  }

  /** Ends all jobs of the plan that have not ended. */
  public Uni<Integer> cancel(UUID plan) {
    return queue.cancel(plan);
  }

  /**
   * Judges a worker's result and ends the job. Fails with {@link MalformedResultException} when it
   * is no result of the job's type; the job stays as it is then.
   */
  public Uni<Finished> finish(Lease lease, JobType type, String result) {
    return Uni.createFrom()
        .item(() -> judged(type, result))
        // A result may have many megabytes, which no event loop should look through.
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .chain(finish -> queue.finish(lease, finish));
  }

  /** Ends jobs of a type that no worker asked for all the time that they were there. */
  public Uni<Integer> giveUpUnasked(String channel, String queueType, Duration patience) {
    return queue.giveUp(
        channel,
        queueType,
        patience,
        ending(
            JobErrorCode.NO_WORKER.because(
                "No worker has asked for this kind of job for %s."
                    .formatted(Durations.inWords(patience)))));
  }

  private static Finish judged(JobType type, String result) {
    Outcome outcome = Outcome.of(type, result);
    return new Finish(
        outcome.succeeded(), outcome.meterStatus(), Ending.of(result, outcome.summary().text()));
  }

  private static NewPlan newPlan(ClaimedPlan claimed) {
    JobPlan plan = claimed.plan();
    Claim claim = claimed.claim();
    return new NewPlan(
        plan.id(),
        claim.channel(),
        claim.share(),
        USUAL,
        USUAL,
        claim.interactive(),
        plan.jobs().stream().map(Jobs::newJob).toList(),
        claim.trace());
  }

  private static NewJob newJob(JobPlan.PlannedJob planned) {
    return new NewJob(
            planned.id(),
            planned.queueType(),
            JobJson.write(planned.args()),
            planned.inputs(),
            // What was reserved in Koji has to be given up when there is nothing to import; and a
            // reservation that is broken off half-way could not be given up by anybody.
            planned.type() == JobType.KOJI_FINALIZE || planned.type() == JobType.KOJI_INIT,
            Optional.empty(),
            Optional.empty(),
            false)
        .endingWith(
            ending(inputFailed(planned)),
            ending(
                JobErrorCode.JOB_MISSING_HEARTBEAT.because(
                    "Workers running this job stopped responding.")));
  }

  private static JobError inputFailed(JobPlan.PlannedJob planned) {
    return switch (planned.type()) {
      case OSBUILD, DEBIAN_IMAGE ->
          planned.inputs().size() > 1
              ? JobErrorCode.JOB_DEPENDENCY.because(INPUT_FAILED)
              : JobErrorCode.MANIFEST_DEPENDENCY.because("Manifest dependency failed");
      case KOJI_FINALIZE ->
          JobErrorCode.KOJI_FAILED_DEPENDENCY.because("At least one job dependency failed");
      case AWS_EC2_COPY ->
          JobErrorCode.JOB_DEPENDENCY.because("The compose failed whose image should be copied");
      case AWS_EC2_SHARE -> JobErrorCode.JOB_DEPENDENCY.because("AWSEC2CopyJob dependency failed");
      case RPM_MANIFEST,
          IMAGE_BUILDER_MANIFEST,
          DEBIAN_MANIFEST,
          KOJI_INIT,
          DEPSOLVE,
          SEARCH_PACKAGES,
          DEBIAN_SEARCH ->
          JobErrorCode.JOB_DEPENDENCY.because(INPUT_FAILED);
    };
  }

  private static Ending ending(JobError error) {
    ResultSummary summary = ResultSummary.of(false, error, null, null, null);
    return Ending.of(JobJson.write(summary), summary.text());
  }

  private static JobReport report(JobSummary job) {
    ResultSummary said =
        job.summary().or(job::partial).map(ResultSummary::read).orElse(ResultSummary.NOTHING);
    return new JobReport(
        job.id(),
        job.queueType(),
        job.state(),
        job.queuedAt(),
        job.startedAt(),
        job.finishedAt(),
        said);
  }
}
