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

  Backoff backoff() {
    return new Backoff(firstPause, longestPause, new Random());
  }
}
