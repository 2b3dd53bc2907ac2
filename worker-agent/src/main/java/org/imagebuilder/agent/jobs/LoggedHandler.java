package org.imagebuilder.agent.jobs;

import java.io.IOException;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolException;
import org.jboss.logging.Logger;

/** Says when a job begins and how it ends. */
public record LoggedHandler<A, R>(JobHandler<A, R> inner) implements ForwardingHandler<A, R> {

  private static final Logger LOG = Logger.getLogger(LoggedHandler.class);

  @Override
  public JobOutcome<R> run(A args, JobContext context)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    long begin = System.nanoTime();
    LOG.infof("Job begins, jobId=%s, jobType=%s", context.jobId(), type());
    try {
      JobOutcome<R> outcome = inner.run(args, context);
      log(context, outcome, seconds(begin));
      return outcome;
    } catch (InterruptedException e) {
      LOG.infof(
          "Job stops, jobId=%s, jobType=%s, seconds=%d", context.jobId(), type(), seconds(begin));
      throw e;
    }
  }

  private void log(JobContext context, JobOutcome<R> outcome, long seconds) {
    switch (outcome) {
      case JobOutcome.Succeeded<R> done ->
          LOG.infof(
              "Job succeeded, jobId=%s, jobType=%s, seconds=%d", context.jobId(), type(), seconds);
      case JobOutcome.Failed<R> failed ->
          LOG.warnf(
              "Job failed, jobId=%s, jobType=%s, seconds=%d, error=%d, reason=%s",
              context.jobId(),
              type(),
              seconds,
              failed.error().getId(),
              oneLine(failed.error().getReason()));
      case JobOutcome.Cancelled<R> cancelled ->
          LOG.infof("Job cancelled, jobId=%s, jobType=%s", context.jobId(), type());
      case JobOutcome.Interrupted<R> interrupted ->
          LOG.infof("Job interrupted, jobId=%s, jobType=%s", context.jobId(), type());
    }
  }

  /** It may repeat what the job's args say, and must not look like lines of the log. */
  private static String oneLine(String reason) {
    return reason.replaceAll("\\p{Cntrl}+", " ");
  }

  private static long seconds(long begin) {
    return (System.nanoTime() - begin) / 1_000_000_000;
  }
}
