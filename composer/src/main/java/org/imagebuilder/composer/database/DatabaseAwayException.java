package org.imagebuilder.composer.database;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;

/** The database cannot be reached now; the same call may succeed later. Answered as 503. */
public final class DatabaseAwayException extends UncheckedIOException {
  @Serial private static final long serialVersionUID = 1L;

  /** Keeps the driver's exception as the cause. */
  public DatabaseAwayException(Throwable cause) {
    super("The database cannot be reached", input(cause));
  }

  /** The failure itself when it says so already. */
  static DatabaseAwayException of(Throwable failure) {
    return failure instanceof DatabaseAwayException away
        ? away
        : new DatabaseAwayException(failure);
  }

  private static IOException input(Throwable cause) {
    return cause instanceof IOException known
        ? known
        : new IOException(String.valueOf(cause.getMessage()), cause);
  }
}
