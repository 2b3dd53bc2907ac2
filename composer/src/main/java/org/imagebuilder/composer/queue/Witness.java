package org.imagebuilder.composer.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Who is told what was done with jobs here, to log or to count it; called on any thread, and must
 * return at once. It cannot change what happens, and what it does not care for it leaves out.
 */
interface Witness {

  /** A plan was enqueued, and its transaction committed. */
  default void enqueued(NewPlan plan) {}

  /** A poll begins to wait. */
  default void waits(LeaseRequest poll) {}

  /** A poll waits no more, however that came. */
  default void waitsNoMore(LeaseRequest poll) {}

  /** A poll ended with a job, or with none. */
  default void answered(LeaseRequest poll, Optional<LeasedJob> job) {}

  /**
   * A worker's result ended a job.
   *
   * @param ran how long its last attempt took
   */
  default void finished(Job job, Finish finish, Duration ran) {}

  /** So many jobs of a type failed without a word from a worker: it was lost, or never came. */
  default void givenUp(String channel, String queueType, int jobs) {}

  /** A worker gave its job back. */
  default void handedBack(Job job) {}

  /** So many jobs were freed, because the worker that held them was started anew. */
  default void released(String channel, UUID worker, int jobs) {}

  /** So many jobs of a plan were cancelled. */
  default void cancelled(UUID planId, int jobs) {}

  /** A plan was deleted by request, and its transaction committed. */
  default void deleted(UUID planId) {}

  /** A sweep ended, and took so many jobs away from workers that were not heard of. */
  default void swept(int jobs) {}

  /** A batch of so many jobs was forgotten, or their args and results were. */
  default void purged(int jobs) {}
}
