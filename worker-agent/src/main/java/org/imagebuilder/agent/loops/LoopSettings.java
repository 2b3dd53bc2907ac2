package org.imagebuilder.agent.loops;

import java.time.Duration;
import java.util.Random;
import org.imagebuilder.agent.http.Backoff;

/**
 * The rhythms of the loops.
 *
 * @param reportPatience how long a result is offered to a composer that does not take it
 */
public record LoopSettings(
    Duration heartbeatInterval,
    Duration statusInterval,
    Duration progressInterval,
    Duration firstPause,
    Duration longestPause,
    Duration shutdownGrace,
    long minimumFreeBytes,
    Duration reportPatience) {

  /** So long a job may wait at a composer that does not let agents wait. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(5);

  /** How long a loop may be busy with one call to composer and the pause after it. */
  Duration longestTurn() {
    return longestPause.plus(Pulses.CALL);
  }

  Backoff backoff() {
    return new Backoff(firstPause, longestPause, new Random());
  }

  Backoff idleBackoff() {
    boolean isLong = longestPause.compareTo(LONGEST_IDLE) > 0;
    return new Backoff(firstPause, isLong ? LONGEST_IDLE : longestPause, new Random());
  }
}
