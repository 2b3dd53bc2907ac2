package org.imagebuilder.composer.jobs;

import java.time.Instant;
import java.util.Optional;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.JobState;

/** Where one job stands, with what its worker has said so far; never its args or result. */
public record JobReport(
    JobId id,
    String queueType,
    JobState state,
    Instant queuedAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    ResultSummary summary) {
  /** The type without architecture. */
  public String type() {
    return JobType.wireName(queueType);
  }
}
