package org.imagebuilder.composer.queue;

/**
 * What an input left behind.
 *
 * @param result its result; an empty JSON object where it ended without one, never null
 */
public record LeasedInput(String name, JobId job, JobState state, String result) {}
