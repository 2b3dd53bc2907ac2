package org.imagebuilder.composer.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * What status is folded from: never args, never results.
 *
 * @param lostAttempts how often a worker was lost while it ran the job
 * @param leased whether a worker may still be busy with it, also after it was cancelled
 * @param summary JSON that was stored with the end
 * @param partial JSON that the running worker reported last
 */
public record JobSummary(
    JobId id,
    String queueType,
    JobState state,
    Instant queuedAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    int lostAttempts,
    boolean leased,
    Optional<String> summary,
    Optional<String> partial) {}
