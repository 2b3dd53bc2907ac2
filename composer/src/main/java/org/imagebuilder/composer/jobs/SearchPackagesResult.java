package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found, or why nothing could be looked for. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SearchPackagesResult(
    @Nullable List<FoundPackage> packages,
    @Nullable JobError jobError,
    @Nullable JobProgress progress)
    implements JobResult {
  /** What a repository says of a package; the capital letters are the wire's. */
  @RegisterForReflection
  public record FoundPackage(
      @JsonProperty("Name") String name,
      @JsonProperty("Epoch") int epoch,
      @JsonProperty("Version") @Nullable String version,
      @JsonProperty("Release") @Nullable String release,
      @JsonProperty("Arch") @Nullable String arch,
      @JsonProperty("Summary") @Nullable String summary,
      @JsonProperty("Description") @Nullable String description,
      @JsonProperty("URL") @Nullable String url,
      @JsonProperty("License") @Nullable String license,
      @JsonProperty("BuildTime") @Nullable String buildTime) {}
}
