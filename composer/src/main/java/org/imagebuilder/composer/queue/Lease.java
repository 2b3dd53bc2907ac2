package org.imagebuilder.composer.queue;

import java.util.UUID;

/**
 * The right to write to a running job: a token, good only together with the channel it was given
 * on. It ends with the job, and when the job is taken away from its worker.
 */
public record Lease(UUID token, String channel) {}
