package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Build the manifest that is the job's input, and hand the image to each target. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record OsbuildJob(
    @Nullable JsonNode manifest,
    @Nullable Integer manifestDynArgsIdx,
    @Nullable Integer depsolveDynArgsIdx,
    @Nullable Integer preManifestDynArgsIdx,
    List<Target> targets,
    @Nullable PipelineNames pipelineNames,
    @Nullable String imageBootMode)
    implements JobArgs {
  public OsbuildJob {
    targets = JobJson.list(targets);
  }

  /** A job whose first input is its manifest. */
  public static OsbuildJob ofInput(List<Target> targets, String imageBootMode) {
    return new OsbuildJob(null, 0, null, null, targets, null, imageBootMode);
  }
}
