package org.imagebuilder.agent.uploads.gcp;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The worker's own settings for Google's cloud, which apply where a target leaves something open.
 *
 * @param credentials file with the JSON key of a service account
 * @param chunk bytes that are sent at a time; a multiple of 256 KiB
 * @param pause the shortest between two questions whether Google is done
 */
public record GcpSettings(
    Optional<Path> credentials,
    Optional<String> bucket,
    GcpEndpoints google,
    long chunk,
    Duration pause) {}
