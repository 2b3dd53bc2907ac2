package org.imagebuilder.composer.queue;

import java.time.Duration;
import java.util.List;

/**
 * A job in the hands of a worker.
 *
 * @param inputs in the order in which the job listed them
 * @param waited how long it stood ready before it was leased
 */
public record LeasedJob(
    JobId id,
    Lease lease,
    String queueType,
    String args,
    List<LeasedInput> inputs,
    Duration waited) {

  public LeasedJob {
    inputs = List.copyOf(inputs);
  }
}
