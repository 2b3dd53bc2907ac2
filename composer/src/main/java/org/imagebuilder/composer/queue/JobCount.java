package org.imagebuilder.composer.queue;

import java.time.Duration;

/**
 * How many jobs of a type stand in a state.
 *
 * @param oldest how long ago the first of them was enqueued or, if they are running, taken by its
 *     worker; by the database's clock
 */
public record JobCount(
    String channel, String queueType, JobState state, long jobs, Duration oldest) {}
