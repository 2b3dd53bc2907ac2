package org.imagebuilder.composer.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A job in the hands of a worker.
 *
 * @param inputs in the order in which the job listed them
 * @param waited how long it stood ready before it was leased
 * @param trace what its plan said of who asked for it
 */
public record LeasedJob(
    JobId id,
    Lease lease,
    String queueType,
    String args,
    List<LeasedInput> inputs,
    Duration waited,
    Optional<String> trace) {

  public LeasedJob {
    inputs = List.copyOf(inputs);
  }
}
