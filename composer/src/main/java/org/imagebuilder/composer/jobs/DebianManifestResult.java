package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** What shall be built, package by package, or why it cannot be. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DebianManifestResult(
    @Nullable JsonNode manifest,
    @Nullable JsonNode packages,
    @Nullable String log,
    @Nullable JobError jobError,
    @Nullable JobProgress progress)
    implements JobResult {}
