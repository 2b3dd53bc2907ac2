package org.imagebuilder.composer.database;

/** The schema cannot be brought to what this release needs; the message says what to do. */
public final class MigrationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MigrationException(String message) {
    super(message);
  }
}
