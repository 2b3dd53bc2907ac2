package org.imagebuilder.agent.uploads.aws;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The worker's own S3 settings, which apply where a target leaves something open.
 *
 * @param partSize larger files are sent in parts of this size
 * @param pause after a failed request; doubles with each further one
 */
public record AwsSettings(
    Optional<URI> endpoint,
    Optional<String> region,
    Optional<String> bucket,
    Optional<String> accessKeyId,
    Optional<String> secretAccessKey,
    Optional<Path> caBundle,
    boolean skipSslVerification,
    long partSize,
    Duration pause) {}
