package org.imagebuilder.composer.queue;

/** How many jobs of a type stand in a state, for gauges. */
public record JobCount(String channel, String queueType, JobState state, long jobs) {}
