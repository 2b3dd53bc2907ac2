package org.imagebuilder.composer.workers;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Ends a request of the worker API with an error of its catalogue. */
final class WorkerException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final WorkerErrorCode code;
  private final String explanation;

  WorkerException(WorkerErrorCode code, String explanation, @Nullable Throwable cause) {
    // A refusal is an answer, not a fault: it has no stack trace of its own.
    super(code + ": " + explanation, cause, false, false);
    this.code = code;
    this.explanation = explanation;
  }

  WorkerErrorCode code() {
    return code;
  }

  /** What to change, for the caller; may be empty. */
  String explanation() {
    return explanation;
  }
}
