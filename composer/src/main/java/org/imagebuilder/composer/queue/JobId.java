package org.imagebuilder.composer.queue;

import java.util.UUID;

/** Names one job for ever. */
public record JobId(UUID value) {

  /** A new id that no job has yet. */
  public static JobId random() {
    return new JobId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
