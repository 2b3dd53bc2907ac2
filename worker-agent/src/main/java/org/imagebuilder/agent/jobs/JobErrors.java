package org.imagebuilder.agent.jobs;

import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.jspecify.annotations.Nullable;

/** Numbered errors in the wire's shape. */
public final class JobErrors {

  private JobErrors() {}

  public static JobError of(JobErrorCode code, @Nullable String reason) {
    return new JobError().id(code.number()).reason(reason == null ? code.reason() : reason);
  }

  public static JobError of(JobErrorCode code) {
    return of(code, code.reason());
  }

  public static JobError of(JobErrorException failure) {
    JobError error = of(failure.code(), failure.reason());
    failure.details().ifPresent(error::details);
    return error;
  }
}
