package org.imagebuilder.composer.database;

/** The database cannot be reached now; the same call may succeed later. Answered as 503. */
public final class DatabaseAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Keeps the driver's exception as the cause. */
  public DatabaseAwayException(Throwable cause) {
    super("The database cannot be reached", cause);
  }

  /** The failure itself when it says so already. */
  static DatabaseAwayException of(Throwable failure) {
    return failure instanceof DatabaseAwayException away
        ? away
        : new DatabaseAwayException(failure);
  }
}
