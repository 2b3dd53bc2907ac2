package org.imagebuilder.composer.queue;

/** What a worker learns about its lease when it writes with it. */
public enum LeaseState {
  /** It holds; what was written is stored. */
  HELD,
  /** The job was cancelled; the worker should stop. */
  CANCELLED,
  /** No such lease on this channel, or no more; nothing was written. */
  UNKNOWN
}
