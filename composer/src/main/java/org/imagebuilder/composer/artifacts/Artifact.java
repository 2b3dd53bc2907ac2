package org.imagebuilder.composer.artifacts;

import java.util.UUID;

/**
 * A complete file of a job.
 *
 * @param token the lease that brought it
 * @param job whose file it is
 * @param size in bytes
 * @param sha256 of the bytes, in hexadecimal
 */
public record Artifact(UUID token, UUID job, ArtifactName name, long size, String sha256) {}
