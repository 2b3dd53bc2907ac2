package org.imagebuilder.agent.uploads.oci;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The worker's own settings for Oracle's cloud.
 *
 * @param credentials TOML file with what a target may leave open
 * @param part bytes that are sent at a time
 * @param pause the shortest between two questions whether Oracle is done
 */
public record OciSettings(
    Optional<Path> credentials, OciEndpoints oracle, long part, Duration pause) {}
