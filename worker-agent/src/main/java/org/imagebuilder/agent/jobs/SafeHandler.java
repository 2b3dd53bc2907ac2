package org.imagebuilder.agent.jobs;

import java.io.IOException;
import java.util.List;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.MissingToolException;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolTimedOutException;
import org.imagebuilder.agent.tools.UnusableToolException;
import org.jboss.logging.Logger;

/** Turns whatever goes wrong into a numbered error, so that every job ends with a result. */
public record SafeHandler<A, R>(JobHandler<A, R> inner) implements ForwardingHandler<A, R> {

  private static final Logger LOG = Logger.getLogger(SafeHandler.class);

  @Override
  public JobOutcome<R> run(A args, JobContext context) throws InterruptedException {
    try {
      return inner.run(args, context);
    } catch (JobErrorException e) {
      return failed(JobErrors.of(e));
    } catch (ToolException e) {
      return failed(error(e));
    } catch (IOException e) {
      LOG.warnf(e, "A job failed on a file, jobId=%s, jobType=%s", context.jobId(), type());
      return failed(JobErrors.of(toolFailure(), "A file of the job: " + e.getMessage()));
    } catch (RuntimeException e) {
      LOG.errorf(e, "A job failed unexpectedly, jobId=%s, jobType=%s", context.jobId(), type());
      return failed(JobErrors.of(JobErrorCode.JOB_PANICKED, e.toString()));
    }
  }

  private JobError error(ToolException failure) {
    return switch (failure) {
      case MissingToolException missing ->
          JobErrors.of(JobErrorCode.INVALID_CONFIG, missing.getMessage());
      case ToolTimedOutException timedOut -> withTail(timedOut);
      case UnusableToolException unusable -> withTail(unusable);
    };
  }

  private JobError withTail(ToolException failure) {
    List<String> tail = failure.logTail();
    JobError error = JobErrors.of(toolFailure(), String.valueOf(failure.getMessage()));
    return tail.isEmpty() ? error : error.details(tail);
  }

  private JobOutcome<R> failed(JobError error) {
    return new JobOutcome.Failed<>(failure(error), error);
  }
}
