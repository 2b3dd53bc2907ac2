package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** How far a job is, in steps. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record JobProgress(
    @Nullable String message, int done, int total, @Nullable JobProgress subProgress) {

  /** Agents may say what they like; whoever asks is not told of fewer steps than none. */
  public JobProgress {
    done = Math.max(0, done);
    total = Math.max(0, total);
  }
}
