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

  /**
   * A job one of whose inputs is its manifest. The index of a package solver's result is never
   * given: here no job solves packages alone, and old workers take a missing index as that there
   * are no bills of materials to hand to Koji.
   */
  public static OsbuildJob ofInput(int manifest, List<Target> targets, String imageBootMode) {
    return new OsbuildJob(null, manifest, null, null, targets, null, imageBootMode);
  }
}
