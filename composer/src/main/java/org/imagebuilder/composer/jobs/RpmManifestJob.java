package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Make the osbuild manifest of one image with the image-builder tool. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RpmManifestJob(
    @Nullable String distribution,
    String architecture,
    String imageType,
    @Nullable String exportName,
    long seed,
    long size,
    @Nullable ObjectNode blueprint,
    List<RpmRepository> repositories,
    @Nullable RpmOstree ostree,
    @Nullable RpmBootc bootc,
    @Nullable Subscription subscription,
    boolean withSbom,
    boolean withRpmlist)
    implements JobArgs {
  public RpmManifestJob {
    repositories = JobJson.list(repositories);
  }
}
