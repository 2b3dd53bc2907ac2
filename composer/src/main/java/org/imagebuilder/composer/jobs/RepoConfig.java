package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A repository as old workers read it. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RepoConfig(
    @Nullable String name,
    @Nullable List<String> baseurls,
    @Nullable String metalink,
    @Nullable String mirrorlist,
    @Nullable List<String> gpgkeys,
    @Nullable Boolean checkGpg,
    @Nullable Boolean checkRepoGpg,
    @Nullable String metadataExpire,
    @Nullable Boolean moduleHotfixes,
    @Nullable Boolean rhsm,
    @Nullable List<String> imageTypeTags,
    @Nullable List<String> packageSets) {}
