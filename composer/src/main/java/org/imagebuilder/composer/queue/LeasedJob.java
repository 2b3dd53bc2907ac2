package org.imagebuilder.composer.queue;

import java.util.List;

/**
 * A job in the hands of a worker.
 *
 * @param inputs in the order in which the job listed them
 */
public record LeasedJob(
    JobId id, Lease lease, String queueType, String args, List<LeasedInput> inputs) {

  public LeasedJob {
    inputs = List.copyOf(inputs);
  }
}
