package org.imagebuilder.composer.queue;

/** A result that a job needs, under the name by which the job knows it. */
public record NewInput(String name, JobId job) {}
