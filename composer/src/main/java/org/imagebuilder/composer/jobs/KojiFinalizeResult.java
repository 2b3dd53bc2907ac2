package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * How the import into Koji went.
 *
 * @param kojiError how old workers say that it failed
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record KojiFinalizeResult(
    @Nullable String kojiError, @Nullable JobError jobError, @Nullable JobProgress progress)
    implements JobResult {}
