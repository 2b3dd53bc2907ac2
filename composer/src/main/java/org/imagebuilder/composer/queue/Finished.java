package org.imagebuilder.composer.queue;

import java.time.Duration;
import java.util.Optional;

/**
 * What became of a final result.
 *
 * @param job the job, where this call ended it
 * @param ran how long its last attempt took
 */
public record Finished(FinishAnswer answer, Optional<Job> job, Duration ran) {

  static Finished nothingNew(FinishAnswer answer) {
    return new Finished(answer, Optional.empty(), Duration.ZERO);
  }
}
