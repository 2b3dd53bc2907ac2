package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** Look for packages by name. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SearchPackagesJob(
    List<String> packages,
    List<RepoConfig> repos,
    String modulePlatformId,
    String arch,
    String releasever)
    implements JobArgs {
  public SearchPackagesJob {
    packages = JobJson.list(packages);
    repos = JobJson.list(repos);
  }
}
