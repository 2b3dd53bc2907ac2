package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** What came of one target. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record TargetResult(
    String name,
    @Nullable JsonNode options,
    @Nullable OsbuildArtifact osbuildArtifact,
    @Nullable JobError targetError) {

  /** An agent that does not say which target it was is taken for one with an unknown target. */
  public TargetResult(
      @Nullable String name,
      @Nullable JsonNode options,
      @Nullable OsbuildArtifact osbuildArtifact,
      @Nullable JobError targetError) {
    this.name = name == null ? "" : name;
    this.options = options;
    this.osbuildArtifact = osbuildArtifact;
    this.targetError = targetError;
  }
}
