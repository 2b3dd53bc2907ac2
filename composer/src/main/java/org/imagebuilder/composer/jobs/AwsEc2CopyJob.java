package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Copy a machine image to another region. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AwsEc2CopyJob(String ami, String sourceRegion, String targetRegion, String targetName)
    implements JobArgs {}
