package org.imagebuilder.composer.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A worker that asks for work.
 *
 * @param channel whose jobs it may have
 * @param queueTypes the kinds of jobs it runs
 * @param worker who asks, if it registered
 * @param confirms whether it promises a heartbeat at once, so that a hand-over that went wrong is
 *     seen within seconds
 * @param patience how long it waits for a job; the answer comes then at the latest
 */
public record LeaseRequest(
    String channel,
    Set<String> queueTypes,
    Optional<UUID> worker,
    boolean confirms,
    Duration patience) {

  public LeaseRequest {
    queueTypes = Set.copyOf(queueTypes);
  }
}
