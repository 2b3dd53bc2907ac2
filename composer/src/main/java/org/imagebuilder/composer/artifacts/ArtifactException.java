package org.imagebuilder.composer.artifacts;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A file could not be taken in, or not as a whole. */
public final class ArtifactException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Where it went wrong. */
  public enum Fault {
    /** The file could not be begun. */
    BEGINNING,
    /** The disk refused. */
    WRITING,
    /** The sender stopped in the middle, or began anew. */
    READING,
    /** The part is not the next one, or somebody else is writing. */
    PLACE,
    /** More bytes came than the part has, or fewer. */
    LENGTH,
    /** The file is not the one that was meant. */
    DIGEST,
    /** The lease was lost meanwhile. */
    LEASE
  }

  private final Fault fault;
  private final long offset;

  ArtifactException(Fault fault, @Nullable Throwable cause) {
    this(fault, 0, cause);
  }

  private ArtifactException(Fault fault, long offset, @Nullable Throwable cause) {
    super("An artifact could not be taken in: " + fault, cause);
    this.fault = fault;
    this.offset = offset;
  }

  /** The next part would have had to begin here. */
  static ArtifactException elsewhere(long offset) {
    return new ArtifactException(Fault.PLACE, offset, null);
  }

  public Fault fault() {
    return fault;
  }

  /** How much is there, where the fault is {@link Fault#PLACE}. */
  public long offset() {
    return offset;
  }
}
