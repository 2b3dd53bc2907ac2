package org.imagebuilder.composer.queue;

/** Who wants to know what changed in the queue; called on any thread, and must return at once. */
interface News {

  /** A job became ready. */
  void ready(Ready ready);

  /** A job ended that somebody waits for. */
  void ended(JobId job);

  /** Something may have been missed: look for yourself. */
  void missedSome();
}
