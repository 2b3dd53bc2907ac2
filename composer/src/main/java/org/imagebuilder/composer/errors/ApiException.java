package org.imagebuilder.composer.errors;

import java.io.Serial;

/** Ends a request of the cloud API with an error of the catalogue. */
public final class ApiException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String details;

  /** The details are for the caller: what is wrong with this request, and what to change. */
  public ApiException(ErrorCode code, String details) {
    // A refusal is an answer, not a fault: no stack trace, which a busy front door could not
    // afford.
    super(code + ": " + details, null, false, false);
    this.code = code;
    this.details = details;
  }

  public ErrorCode code() {
    return code;
  }

  public String details() {
    return details;
  }
}
