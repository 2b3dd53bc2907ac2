package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The exact packages, or why they cannot be had. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DepsolveResult(
    @Nullable Map<String, List<List<SolvedPackage>>> transactions,
    @Nullable Map<String, @Nullable List<SolvedPackage>> packageSpecs,
    @Nullable JsonNode repoConfigs,
    @Nullable JsonNode modules,
    @Nullable JsonNode sbomDocs,
    @Nullable String solver,
    @Nullable JobError jobError,
    @Nullable JobProgress progress)
    implements JobResult {
  /**
   * The packages of the only pipeline that is asked for; old workers know one form, others both.
   */
  public List<SolvedPackage> packages() {
    if (packageSpecs != null) {
      return JobJson.list(packageSpecs.get(DepsolveJob.PIPELINE));
    }
    return transactions == null
        ? List.of()
        : JobJson.list(transactions.get(DepsolveJob.PIPELINE)).stream()
            .flatMap(List::stream)
            .toList();
  }

  /** One exact package; the digest is a text, or an object with type and value. */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record SolvedPackage(
      String name,
      int epoch,
      @Nullable String version,
      @Nullable String release,
      @Nullable String arch,
      @Nullable JsonNode checksum,
      @Nullable String repoId,
      @Nullable String location) {}
}
