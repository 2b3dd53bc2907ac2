package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a build's result tells of the image. The log, which is the bulk of it, is skipped. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record BuildHead(@Nullable OutputHead osbuildOutput, @Nullable PipelineNames pipelineNames) {
  private static final String RPM = "org.osbuild.rpm";
  private static final String COMMIT = "org.osbuild.ostree.commit";
  private static final String BUILD_ROOT = "build";

  /** What the stages told. */
  @RegisterForReflection
  record OutputHead(
      @JsonDeserialize(using = ResultHead.Presence.Reader.class) ResultHead.@Nullable Presence log,
      @Nullable JsonNode metadata) {}

  boolean hasLog() {
    return osbuildOutput != null && osbuildOutput.log() != null && osbuildOutput.log().isObject();
  }

  /** Packages of the image's own pipelines; empty when no stage told of any. */
  Optional<List<InstalledPackage>> packages() {
    List<InstalledPackage> packages = new ArrayList<>();
    boolean told = false;
    for (String pipeline : payload()) {
      JsonNode stage = metadata().path(pipeline).path(RPM);
      told |= stage.isObject();
      stage.path("packages").forEach(each -> packages.add(InstalledPackage.built(each)));
    }
    return told ? Optional.of(packages) : Optional.empty();
  }

  /** The checksum of the last commit that was made. */
  Optional<String> ostreeCommit() {
    String last = "";
    for (String pipeline : payload()) {
      String commit = metadata().path(pipeline).path(COMMIT).at("/compose/ostree-commit").asText();
      last = commit.isEmpty() ? last : commit;
    }
    return Optional.of(last).filter(commit -> !commit.isEmpty());
  }

  private JsonNode metadata() {
    return osbuildOutput == null || osbuildOutput.metadata() == null
        ? MissingNode.getInstance()
        : osbuildOutput.metadata();
  }

  /** Old workers do not name the pipelines; one of them is known. */
  private List<String> payload() {
    if (pipelineNames != null && pipelineNames.payload() != null) {
      return pipelineNames.payload();
    }
    List<String> all = new ArrayList<>();
    metadata().fieldNames().forEachRemaining(all::add);
    all.remove(BUILD_ROOT);
    return all;
  }
}
