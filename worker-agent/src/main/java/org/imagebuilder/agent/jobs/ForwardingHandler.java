package org.imagebuilder.agent.jobs;

import java.time.Duration;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.errors.JobErrorCode;

/** A handler around another one; what a decorator does not change stays as it is. */
interface ForwardingHandler<A, R> extends JobHandler<A, R> {

  JobHandler<A, R> inner();

  @Override
  default String type() {
    return inner().type();
  }

  @Override
  default Lane lane() {
    return inner().lane();
  }

  @Override
  default Class<A> argsType() {
    return inner().argsType();
  }

  @Override
  default Duration timeout() {
    return inner().timeout();
  }

  @Override
  default JobErrorCode toolFailure() {
    return inner().toolFailure();
  }

  @Override
  default void cancelled(A args, JobContext context) throws InterruptedException {
    inner().cancelled(args, context);
  }

  @Override
  default R failure(JobError error) {
    return inner().failure(error);
  }
}
