package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Build the Debian manifest that is the job's input, and hand the image to each target. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DebianImageJob(List<Target> targets, @Nullable String imageBootMode)
    implements JobArgs {
  public DebianImageJob {
    targets = JobJson.list(targets);
  }
}
