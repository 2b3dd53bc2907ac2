package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.imagebuilder.composer.targets.UploadTarget;
import org.imagebuilder.composer.targets.UploadType;
import org.jspecify.annotations.Nullable;

/** Where an image goes, as jobs carry it. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Target(
    String uuid,
    String imageName,
    String name,
    String created,
    String status,
    @Nullable JsonNode options,
    OsbuildArtifact osbuildArtifact) {
  private static final String WAITING = "WAITING";

  /** The target under a fresh id. */
  public static Target of(
      UploadTarget target, String uuid, Instant created, OsbuildArtifact artifact) {
    ObjectNode options = target.options();
    boolean isLocal = target.jobName().equals(UploadType.LOCAL.jobName());
    if (!isLocal) {
      // Old workers look for the file's name here.
      options.put("filename", artifact.exportFilename());
    }
    return new Target(
        uuid,
        target.imageName(),
        target.jobName(),
        created.truncatedTo(ChronoUnit.SECONDS).toString(),
        WAITING,
        isLocal ? null : options,
        artifact);
  }
}
