package org.imagebuilder.composer.queue;

import java.util.Optional;

/**
 * A job that a take gave to one of the polls it was made for.
 *
 * @param bytes what its args and inputs weigh
 * @param whole the job with all that, unless it is too heavy to be read by the way
 */
record Taken(
    JobId job,
    Lease lease,
    String queueType,
    double tag,
    int place,
    long bytes,
    Optional<LeasedJob> whole) {}
