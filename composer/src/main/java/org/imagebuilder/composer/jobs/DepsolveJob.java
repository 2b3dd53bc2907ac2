package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Say which packages a package set amounts to. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DepsolveJob(
    Map<String, List<PackageSet>> groupedPackageSets,
    String modulePlatformId,
    String arch,
    String releasever,
    @Nullable String sbomType)
    implements JobArgs {
  /** The only pipeline that is asked for. */
  public static final String PIPELINE = "os";

  /** The packages of one pipeline, without a bill of materials. */
  public static DepsolveJob of(
      PackageSet set, String modulePlatformId, String arch, String releasever) {
    return new DepsolveJob(
        Map.of(PIPELINE, List.of(set)), modulePlatformId, arch, releasever, null);
  }

  /** What shall be installed, and where it may come from; the capital letters are the wire's. */
  @RegisterForReflection
  public record PackageSet(
      @JsonProperty("Include") @Nullable List<String> include,
      @JsonProperty("Exclude") @Nullable List<String> exclude,
      @JsonProperty("EnabledModules") @Nullable List<String> enabledModules,
      @JsonProperty("Repositories") @Nullable List<RepoConfig> repositories,
      @JsonProperty("InstallWeakDeps") boolean installWeakDeps) {}
}
