package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a Debian build and of its uploads. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DebianImageResult(
    @Nullable Boolean success,
    @Nullable JsonNode osbuildOutput,
    @Nullable List<TargetResult> targetResults,
    @Nullable String uploadStatus,
    @Nullable PipelineNames pipelineNames,
    @Nullable String hostOs,
    @Nullable String arch,
    @Nullable String imageBootMode,
    @Nullable JobError jobError,
    @Nullable JobProgress progress)
    implements JobResult {}
