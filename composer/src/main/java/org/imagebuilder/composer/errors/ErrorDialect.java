package org.imagebuilder.composer.errors;

/**
 * How one of the APIs words its failures. A room with an API and a catalogue of its own brings a
 * bean of this type; what no dialect claims is told as the cloud API does.
 */
public interface ErrorDialect {
  /** Whether requests of this path are answered in this dialect. */
  boolean speaksFor(String path);

  /** The answer for any failure, also for those of the framework and for the unexpected. */
  ErrorAnswer answer(Throwable failure, String operationId);
}
