package org.imagebuilder.composer.artifacts;

import java.io.Serial;

/** A file could not be taken in; nothing of it was kept. */
public final class ArtifactException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Where it went wrong. */
  public enum Fault {
    /** The file could not be begun. */
    BEGINNING,
    /** The disk refused. */
    WRITING,
    /** The sender stopped in the middle. */
    READING
  }

  private final Fault fault;

  /** Keeps the cause for the log. */
  public ArtifactException(Fault fault, Throwable cause) {
    super("An artifact could not be taken in: " + fault, cause);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
