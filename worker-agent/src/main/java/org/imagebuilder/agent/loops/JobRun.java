package org.imagebuilder.agent.loops;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.imagebuilder.agent.composer.ComposerException;
import org.imagebuilder.agent.composer.Offer;
import org.imagebuilder.agent.composer.Reports;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.jobs.JobContext;
import org.imagebuilder.agent.jobs.JobErrors;
import org.imagebuilder.agent.jobs.JobHandlers;
import org.imagebuilder.agent.jobs.JobOutcome;
import org.imagebuilder.agent.traces.Span;
import org.imagebuilder.agent.traces.Traces;
import org.imagebuilder.agent.workspace.Workspace;
import org.imagebuilder.agent.workspace.Workspaces;
import org.jboss.logging.Logger;

/** One job from its lease to its report. */
public final class JobRun {

  private static final Logger LOG = Logger.getLogger(JobRun.class);

  private final Reports reports;
  private final JobHandlers handlers;
  private final Workspaces workspaces;
  private final RunningJobs running;
  private final LoopSettings settings;
  private final Traces traces;
  private final FinalReport finalReport;

  public JobRun(
      Reports reports,
      JobHandlers handlers,
      Workspaces workspaces,
      RunningJobs running,
      LoopSettings settings,
      Traces traces) {
    this.reports = reports;
    this.handlers = handlers;
    this.workspaces = workspaces;
    this.running = running;
    this.settings = settings;
    this.traces = traces;
    this.finalReport = new FinalReport(reports, handlers, settings);
  }

  /** Returns when the job is over and composer knows it, or does not want to know. */
  void run(Offer offer) throws InterruptedException {
    RunningJob job = new RunningJob(offer);
    if (!running.begin(job)) {
      handBack(offer);
      return;
    }
    // It keeps the lease, and belongs to no part of the job.
    try (HeartbeatLoop heartbeat =
        new HeartbeatLoop(reports, job, settings.heartbeatInterval()).start()) {
      runInTrace(job);
    } finally {
      running.end(job);
    }
  }

  private void runInTrace(RunningJob job) throws InterruptedException {
    Optional<Span> span = traces.begin(job.offer().trace(), "job " + job.offer().type());
    span.ifPresent(
        it ->
            it.with("imagebuilder.job.id", job.offer().jobId())
                .with("imagebuilder.job.type", job.offer().type()));
    try {
      Traces.within(
          span,
          () -> {
            runInWorkspace(job, span);
            return job;
          });
    } finally {
      span.ifPresent(Span::end);
    }
  }

  private void runInWorkspace(RunningJob job, Optional<Span> span) throws InterruptedException {
    try (Workspace workspace = workspaces.open(job.offer().jobId())) {
      JobOutcome<?> outcome = execute(job, workspace, span);
      span.ifPresent(it -> note(it, outcome));
      report(job, outcome);
    } catch (IOException e) {
      LOG.errorf(e, "A job got no directory, jobId=%s", job.offer().jobId());
      JobError error =
          JobErrors.of(
              JobErrorCode.INVALID_CONFIG, "The worker's work directory: " + e.getMessage());
      report(job, handlers.failure(job.offer(), error));
    }
  }

  private static void note(Span span, JobOutcome<?> outcome) {
    switch (outcome) {
      case JobOutcome.Succeeded<?> done -> span.with("imagebuilder.job.outcome", "succeeded");
      case JobOutcome.Failed<?> failed ->
          span.with("imagebuilder.job.outcome", "failed")
              .failed(String.valueOf(failed.error().getId()));
      case JobOutcome.Cancelled<?> cancelled -> span.with("imagebuilder.job.outcome", "cancelled");
      case JobOutcome.Interrupted<?> interrupted ->
          span.with("imagebuilder.job.outcome", "interrupted");
    }
  }

  private JobOutcome<?> execute(RunningJob job, Workspace workspace, Optional<Span> span)
      throws InterruptedException {
    Offer offer = job.offer();
    try (ProgressReports progress =
        new ProgressReports(reports, offer.lease(), settings.progressInterval()).start()) {
      JobContext context =
          new JobContext(offer.jobId(), offer.lease(), offer.inputs(), workspace, progress::report);
      CompletableFuture<JobOutcome<?>> end = new CompletableFuture<>();
      // A thread of its own, so that an interrupt means this job and nothing else.
      Thread thread =
          Thread.ofVirtual()
              .name("job-" + offer.jobId())
              .unstarted(() -> end.complete(Traces.within(span, () -> outcome(job, context))));
      job.runsOn(thread);
      thread.start();
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private JobOutcome<?> outcome(RunningJob job, JobContext context) {
    try {
      return handlers.run(job.offer(), context);
    } catch (InterruptedException e) {
      return job.stopped() == StopReason.CANCELED
          ? cancelled(job, context)
          : new JobOutcome.Interrupted<>();
    } catch (RuntimeException | Error e) {
      LOG.errorf(e, "A job broke down, jobId=%s", context.jobId());
      return handlers.failure(
          job.offer(), JobErrors.of(JobErrorCode.JOB_PANICKED).details(e.toString()));
    }
  }

  private JobOutcome<?> cancelled(RunningJob job, JobContext context) {
    try {
      handlers.cancelled(job.offer(), context);
    } catch (InterruptedException | RuntimeException e) {
      LOG.warnf(e, "What a cancelled job leaves behind stays, jobId=%s", context.jobId());
    }
    return new JobOutcome.Cancelled<>();
  }

  private void report(RunningJob job, JobOutcome<?> outcome) throws InterruptedException {
    switch (outcome) {
      case JobOutcome.Succeeded<?> done -> finish(job, done.result());
      case JobOutcome.Failed<?> failed -> finish(job, failed.result());
      case JobOutcome.Cancelled<?> cancelled -> handBack(job.offer());
      case JobOutcome.Interrupted<?> interrupted -> {
        if (job.stopped() != StopReason.LOST) {
          handBack(job.offer());
        }
      }
    }
  }

  private void finish(RunningJob job, Object result) throws InterruptedException {
    switch (finalReport.deliver(job, result)) {
      case OVER -> {}
      case STOPPED -> handBack(job.offer());
    }
  }

  private void handBack(Offer offer) throws InterruptedException {
    try {
      reports.handBack(offer.lease());
      LOG.infof("Job handed back, jobId=%s", offer.jobId());
    } catch (ComposerException e) {
      LOG.warnf(
          "A job could not be handed back, jobId=%s, reason=%s", offer.jobId(), e.getMessage());
    }
  }
}
