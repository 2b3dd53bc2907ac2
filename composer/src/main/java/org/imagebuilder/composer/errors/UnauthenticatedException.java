package org.imagebuilder.composer.errors;

import java.io.Serial;

/** Ends a request of either API whose caller did not say, credibly, who it is. */
public final class UnauthenticatedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String reason;

  /** The reason is for the caller, in words that clients know. */
  public UnauthenticatedException(String reason) {
    // A refusal is an answer, not a fault: no stack trace.
    super(reason, null, false, false);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
