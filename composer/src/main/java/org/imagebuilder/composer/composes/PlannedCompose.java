package org.imagebuilder.composer.composes;

import org.imagebuilder.composer.jobs.JobPlan;

/** A request that was accepted: the jobs that it becomes, and what is kept of it. */
record PlannedCompose(JobPlan plan, KeptRequest kept) {}
