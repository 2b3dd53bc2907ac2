package org.imagebuilder.composer.queue;

import java.util.Arrays;
import java.util.Locale;

/** Where a job stands; the words are those of the database, the metrics and the documents. */
public enum JobState {
  /** An input has not ended yet. */
  WAITING,
  /** Any worker of its channel and type may lease it. */
  READY,
  /** A worker holds its lease. */
  RUNNING,
  /** Ended well. */
  SUCCEEDED,
  /** Ended badly: by its worker's word, by a failed input, or because its last lease was lost. */
  FAILED,
  /** Ended because somebody asked for it. */
  CANCELLED,
  /** A word that only a newer release knows. */
  UNKNOWN;

  /** As the database spells it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the job has ended and changes no more. */
  public boolean isFinal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }

  /** Reads a word of the database; a strange one is {@link #UNKNOWN}, never an exception. */
  public static JobState of(String word) {
    return Arrays.stream(values())
        .filter(state -> state.word().equals(word))
        .findFirst()
        .orElse(UNKNOWN);
  }
}
