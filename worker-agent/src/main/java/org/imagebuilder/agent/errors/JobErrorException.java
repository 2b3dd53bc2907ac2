package org.imagebuilder.agent.errors;

import java.util.Optional;

/**
 * A job, or one of its targets, that cannot succeed: a number, a sentence a user can act on, and
 * whatever the tool said.
 */
public final class JobErrorException extends Exception {

  private static final long serialVersionUID = 1L;

  private final JobErrorCode code;
  private final transient Optional<Object> details;

  public JobErrorException(JobErrorCode code, String reason) {
    this(code, reason, Optional.empty());
  }

  /** Details are a text, or a list of texts. */
  public JobErrorException(JobErrorCode code, String reason, Object details) {
    this(code, reason, Optional.of(details));
  }

  private JobErrorException(JobErrorCode code, String reason, Optional<Object> details) {
    super(reason);
    this.code = code;
    this.details = details;
  }

  public static JobErrorException of(JobErrorCode code, Object details) {
    return new JobErrorException(code, code.reason(), details);
  }

  public JobErrorCode code() {
    return code;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }

  public Optional<Object> details() {
    return details;
  }
}
