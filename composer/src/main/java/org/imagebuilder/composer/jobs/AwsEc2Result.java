package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** Where a machine image is after it was copied or shared, or why that failed. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AwsEc2Result(
    @Nullable String ami,
    @Nullable String region,
    @Nullable JobError jobError,
    @Nullable JobProgress progress)
    implements JobResult {}
