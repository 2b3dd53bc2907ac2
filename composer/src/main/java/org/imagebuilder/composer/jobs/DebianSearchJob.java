package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** Look for packages of a Debian distribution by name. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DebianSearchJob(
    String distribution,
    String suite,
    String architecture,
    List<String> packages,
    List<DebianRepository> repositories)
    implements JobArgs {
  public DebianSearchJob {
    packages = List.copyOf(packages);
    repositories = JobJson.list(repositories);
  }
}
