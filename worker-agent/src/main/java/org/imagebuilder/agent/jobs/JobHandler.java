package org.imagebuilder.agent.jobs;

import java.io.IOException;
import java.time.Duration;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolException;

/** Runs jobs of one type. */
public interface JobHandler<A, R> {

  /** The type as it is called on the wire, without the architecture. */
  String type();

  Lane lane();

  Class<A> argsType();

  /** How long such a job may take in all. */
  Duration timeout();

  /** The error where a tool of this job hangs, cannot be started or the disk is full. */
  JobErrorCode toolFailure();

  /** Does the job. An interrupt ends it at once, with all that it started. */
  JobOutcome<R> run(A args, JobContext context)
      throws JobErrorException, ToolException, IOException, InterruptedException;

  /**
   * Puts right what a cancelled job leaves behind at others. It is called after {@link #run} was
   * interrupted, and only when nobody else will run the job again.
   */
  default void cancelled(A args, JobContext context) throws InterruptedException {}

  /** The type's result for a job that got nowhere. */
  R failure(JobError error);
}
