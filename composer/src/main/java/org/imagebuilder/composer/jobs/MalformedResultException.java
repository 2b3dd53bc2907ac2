package org.imagebuilder.composer.jobs;

import java.io.Serial;

/** A worker sent what is no result of the job's type; the job stays as it is. */
public final class MalformedResultException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  MalformedResultException(String message, Throwable cause) {
    super(message, cause);
  }

  MalformedResultException(String message) {
    super(message);
  }
}
