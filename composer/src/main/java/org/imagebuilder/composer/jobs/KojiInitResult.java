package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * The reservation in Koji.
 *
 * @param token what Koji wants to see when the build is imported or given up; secret
 * @param kojiError how old workers say that it failed
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record KojiInitResult(
    @Nullable Long buildId,
    @Nullable String token,
    @Nullable String kojiError,
    @Nullable JobError jobError,
    @Nullable JobProgress progress)
    implements JobResult {}
