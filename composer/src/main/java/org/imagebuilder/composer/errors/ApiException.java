package org.imagebuilder.composer.errors;

import java.io.Serial;

/** Ends a request of the cloud API with an error of the catalogue. */
public final class ApiException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String details;
  private final int status;

  /** The details are for the caller: what is wrong with this request, and what to change. */
  public ApiException(ErrorCode code, String details) {
    this(code, details, code.status());
  }

  private ApiException(ErrorCode code, String details, int status) {
    // A refusal is an answer, not a fault: no stack trace, which a busy front door could not
    // afford.
    super(code + ": " + details, null, false, false);
    this.code = code;
    this.details = details;
    this.status = status;
  }

  /** The same refusal with the other status that the contract gives its number at this place. */
  public ApiException withStatus(int other) {
    return new ApiException(code, details, other);
  }

  public ErrorCode code() {
    return code;
  }

  /** The HTTP status of the answer. */
  public int status() {
    return status;
  }

  public String details() {
    return details;
  }
}
