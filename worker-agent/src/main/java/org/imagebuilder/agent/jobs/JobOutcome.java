package org.imagebuilder.agent.jobs;

import org.imagebuilder.agent.contract.worker.model.JobError;

/** How a job ended on this side. */
public sealed interface JobOutcome<R> {

  /** It did what it should. */
  record Succeeded<R>(R result) implements JobOutcome<R> {}

  /** It could not; the result says so, too. */
  record Failed<R>(R result, JobError error) implements JobOutcome<R> {}

  /** Nobody wants its result any more. */
  record Cancelled<R>() implements JobOutcome<R> {}

  /** It had to stop here and may go on elsewhere. */
  record Interrupted<R>() implements JobOutcome<R> {}
}
