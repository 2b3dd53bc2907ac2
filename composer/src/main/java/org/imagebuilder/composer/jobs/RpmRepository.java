package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A repository as the image-builder tool reads it. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RpmRepository(
    String name,
    @Nullable List<String> baseurl,
    @Nullable String metalink,
    @Nullable String mirrorlist,
    @Nullable List<String> gpgkeys,
    @Nullable Boolean checkGpg,
    @Nullable Boolean checkRepoGpg,
    boolean rhsm,
    @Nullable Boolean moduleHotfixes,
    @Nullable String metadataExpire,
    @Nullable List<String> imageTypeTags,
    @Nullable List<String> packageSets) {}
