package org.imagebuilder.composer.queue;

/** A job that a take gave to one of the polls it was made for. */
record Taken(JobId job, Lease lease, String queueType, double tag, int place) {}
