package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The older way to ask for a manifest; the capital letters are the wire's. */
@RegisterForReflection
public record ImageBuilderManifestJob(
    @JsonProperty("Args") Command args, @JsonProperty("ExtraEnv") @Nullable List<String> extraEnv)
    implements JobArgs {
  /** What goes to the command line. */
  @RegisterForReflection
  public record Command(
      @JsonProperty("Distro") String distro,
      @JsonProperty("Arch") String arch,
      @JsonProperty("ImageType") String imageType,
      @JsonProperty("Blueprint") @Nullable ObjectNode blueprint,
      @JsonProperty("Repositories") @Nullable List<RepoConfig> repositories,
      @JsonProperty("Subscription") @Nullable Subscription subscription) {}
}
