package org.imagebuilder.agent.loops;

import java.time.Duration;
import java.util.Random;
import org.imagebuilder.agent.http.Backoff;

/** The rhythms of the loops. */
public record LoopSettings(
    Duration heartbeatInterval,
    Duration statusInterval,
    Duration progressInterval,
    Duration firstPause,
    Duration longestPause,
    Duration shutdownGrace,
    long minimumFreeBytes) {

  /** How long a loop may be busy with one call to composer and the pause after it. */
  Duration longestTurn() {
    return longestPause.plus(Pulses.CALL);
  }

  Backoff backoff() {
    return new Backoff(firstPause, longestPause, new Random());
  }
}
