package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** An osbuild manifest from an older worker, or why there is none. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ImageBuilderManifestResult(
    @Nullable JsonNode data,
    @Nullable ManifestInfo info,
    @Nullable String error,
    @Nullable JobError jobError,
    @Nullable JobProgress progress)
    implements JobResult {}
