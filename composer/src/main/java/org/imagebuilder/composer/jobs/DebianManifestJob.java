package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Solve the packages of a Debian image and list exactly what shall be built. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DebianManifestJob(
    String distribution,
    String suite,
    String architecture,
    String imageType,
    String filename,
    long size,
    long seed,
    List<String> packages,
    List<DebianRepository> repositories,
    @Nullable DebianCustomizations customizations)
    implements JobArgs {
  public DebianManifestJob {
    packages = List.copyOf(packages);
    repositories = JobJson.list(repositories);
  }
}
