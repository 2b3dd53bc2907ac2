package org.imagebuilder.agent.uploads.azure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The worker's own settings for Azure.
 *
 * @param credentials TOML file with client_id and client_secret
 * @param threads pieces of a file that are sent at the same time
 * @param pause the shortest between two questions whether Azure is done
 */
public record AzureSettings(
    Optional<Path> credentials, int threads, AzureEndpoints azure, Duration pause) {}
