package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** The container that an image is built from. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RpmBootc(
    String reference,
    @Nullable String buildReference,
    @Nullable String isoPayloadReference,
    @Nullable String defaultFilesystem,
    boolean noDefaultKernelArgs) {}
