package org.imagebuilder.composer.queue;

/** What became of a final result. */
public enum FinishAnswer {
  /** Stored; the job has ended. */
  FINISHED,
  /** The same result had been stored before with this token. */
  REPEATED,
  /** Another result had been stored before with this token; nothing was changed. */
  CONFLICTS,
  /** The job was cancelled before; the first such result is kept for its log, nothing else. */
  CANCELLED,
  /** No such lease on this channel, or no more; nothing was changed. */
  UNKNOWN
}
