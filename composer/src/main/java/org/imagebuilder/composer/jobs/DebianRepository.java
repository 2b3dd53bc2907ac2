package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An apt repository. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DebianRepository(
    @Nullable String id,
    @Nullable String name,
    String baseurl,
    @Nullable String suite,
    @Nullable List<String> components,
    @Nullable String gpgkey,
    @Nullable Boolean checkGpg) {}
