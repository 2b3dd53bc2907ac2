package org.imagebuilder.imagebuilder.errors;

import java.io.Serial;

/** Ends a request with an error of the catalogue. */
public final class ApiException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String detail;

  public ApiException(ErrorCode code, Object... arguments) {
    this(code, code.detail(arguments));
  }

  private ApiException(ErrorCode code, String detail) {
    // A refusal is an answer, not a fault: nobody reads its stack trace.
    super(code + ": " + detail, null, false, false);
    this.code = code;
    this.detail = detail;
  }

  public ErrorCode code() {
    return code;
  }

  public String detail() {
    return detail;
  }
}
