package org.imagebuilder.composer.jobs;

/** A plan, and whose work it is. */
public record ClaimedPlan(JobPlan plan, Claim claim) {}
