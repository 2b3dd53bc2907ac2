package org.imagebuilder.composer.queue;

/** A job of a plan needs the result of another job, under a name. */
public record PlanInput(JobId job, JobId input, String name) {}
