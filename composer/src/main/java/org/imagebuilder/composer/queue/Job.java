package org.imagebuilder.composer.queue;

import java.util.UUID;

/** What a job is and where it stands, without anything that weighs. */
public record Job(JobId id, UUID planId, String channel, String queueType, JobState state) {}
