package org.imagebuilder.composer.queue;

import java.util.Optional;

/**
 * What became of a job that was given back.
 *
 * @param job the job, where this call made it ready again
 */
record HandedBack(LeaseState state, Optional<Job> job) {}
