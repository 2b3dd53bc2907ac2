package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.contract.cloud.model.ComposeDeleteStatus;
import org.imagebuilder.composer.contract.cloud.model.ComposeId;
import org.imagebuilder.composer.contract.cloud.model.ComposeStatusError;
import org.imagebuilder.composer.contract.cloud.model.ComposeStatusValue;
import org.imagebuilder.composer.contract.cloud.model.ImageStatus;
import org.imagebuilder.composer.contract.cloud.model.ImageStatusValue;
import org.imagebuilder.composer.contract.cloud.model.Progress;
import org.imagebuilder.composer.contract.cloud.model.SubProgress;
import org.imagebuilder.composer.contract.cloud.model.UploadStatus;
import org.imagebuilder.composer.contract.cloud.model.UploadStatusOptions;
import org.imagebuilder.composer.contract.cloud.model.UploadStatusValue;
import org.imagebuilder.composer.contract.cloud.model.UploadTypes;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.errors.ErrorResource;
import org.imagebuilder.composer.jobs.JobError;
import org.imagebuilder.composer.jobs.JobProgress;
import org.imagebuilder.composer.jobs.TargetResult;
import org.imagebuilder.composer.targets.UploadType;

/** Writes composes and their status in the words of the contract. */
final class ComposeMapper {
  private ComposeMapper() {}

  static ComposeId id(UUID id) {
    ComposeId answer = new ComposeId();
    answer.setHref(ErrorResource.BASE + "/compose");
    answer.setId(id);
    answer.setKind("ComposeId");
    return answer;
  }

  static ComposeDeleteStatus deleted(UUID id) {
    ComposeDeleteStatus answer = new ComposeDeleteStatus();
    answer.setHref(ErrorResource.BASE + "/composes/delete/" + id);
    answer.setId(id);
    answer.setKind("ComposeDeleteStatus");
    return answer;
  }

  static org.imagebuilder.composer.contract.cloud.model.ComposeStatus status(
      UUID id, ComposeView view) {
    ComposeStatus status = view.status();
    var answer = new org.imagebuilder.composer.contract.cloud.model.ComposeStatus();
    answer.setHref(ErrorResource.BASE + "/composes/" + id);
    answer.setId(id);
    answer.setKind("ComposeStatus");
    answer.setStatus(
        switch (status) {
          case ComposeStatus.Pending p -> ComposeStatusValue.PENDING;
          case ComposeStatus.Building b -> ComposeStatusValue.PENDING;
          case ComposeStatus.Succeeded s -> ComposeStatusValue.SUCCESS;
          case ComposeStatus.Failed f -> ComposeStatusValue.FAILURE;
        });
    List<ImageStatus> images = view.images().stream().map(image -> image(image, view)).toList();
    answer.setImageStatus(images.getFirst());
    view.koji()
        .ifPresent(
            koji -> {
              answer.setImageStatuses(images);
              answer.setKojiStatus(koji(koji));
            });
    answer.setCreatedAt(status.facts().createdAt().atOffset(ZoneOffset.UTC));
    status.facts().finishedAt().ifPresent(at -> answer.setFinishedAt(at.atOffset(ZoneOffset.UTC)));
    return answer;
  }

  private static org.imagebuilder.composer.contract.cloud.model.KojiStatus koji(KojiStatus koji) {
    var answer = new org.imagebuilder.composer.contract.cloud.model.KojiStatus();
    koji.buildId().ifPresent(answer::setBuildId);
    koji.error().ifPresent(said -> answer.setError(error(said)));
    return answer;
  }

  private static ImageStatus image(ComposeStatus status, ComposeView view) {
    ImageStatus image = new ImageStatus();
    image.setStatus(
        switch (status) {
          case ComposeStatus.Pending p -> ImageStatusValue.PENDING;
          case ComposeStatus.Building b -> ImageStatusValue.BUILDING;
          case ComposeStatus.Succeeded s -> ImageStatusValue.SUCCESS;
          case ComposeStatus.Failed f -> ImageStatusValue.FAILURE;
        });
    if (status instanceof ComposeStatus.Failed failed) {
      image.setError(error(failed.error()));
    }
    ComposeStatus.Facts facts = status.facts();
    facts.progress().ifPresent(progress -> image.setProgress(progress(progress)));
    List<UploadStatus> uploads =
        facts.uploads().stream()
            .map(upload -> upload(upload, status, view.pathsOf(status)))
            .toList();
    if (!uploads.isEmpty()) {
      image.setUploadStatuses(uploads);
      image.setUploadStatus(uploads.getFirst());
    }
    view.notice()
        .filter(sentence -> status instanceof ComposeStatus.Pending)
        .ifPresent(image::setNotice);
    instant(facts.startedAt()).ifPresent(image::setStartedAt);
    instant(facts.finishedAt()).ifPresent(image::setFinishedAt);
    return image;
  }

  private static Optional<OffsetDateTime> instant(Optional<Instant> at) {
    return at.map(instant -> instant.atOffset(ZoneOffset.UTC));
  }

  private static Progress progress(JobProgress said) {
    Progress progress = new Progress();
    progress.setDone(said.done());
    progress.setTotal(said.total());
    progress.setMessage(said.message());
    JobProgress below = said.subProgress();
    if (below != null) {
      SubProgress sub = new SubProgress();
      sub.setDone(below.done());
      sub.setTotal(below.total());
      sub.setMessage(below.message());
      progress.setSubprogress(sub);
    }
    return progress;
  }

  private static UploadStatus upload(
      TargetResult result, ComposeStatus image, Map<String, String> artifactPaths) {
    UploadType type =
        UploadType.ofJob(result.name())
            .orElseThrow(() -> ErrorCode.UNKNOWN_UPLOAD_TARGET.because(result.name()));
    UploadStatus upload = new UploadStatus();
    upload.setType(UploadTypes.fromValue(type.apiName()));
    upload.setStatus(state(result, image));
    JsonNode options = result.options();
    upload.setOptions(
        options(type, options == null ? MissingNode.getInstance() : options, artifactPaths));
    JobError error = result.targetError();
    if (error != null) {
      upload.setError(error(error));
    }
    return upload;
  }

  /** Each target has a state of its own: one that failed does not spoil the others. */
  private static UploadStatusValue state(TargetResult result, ComposeStatus image) {
    if (result.targetError() != null) {
      return UploadStatusValue.FAILURE;
    }
    return switch (image) {
      case ComposeStatus.Pending p -> UploadStatusValue.PENDING;
      case ComposeStatus.Building b ->
          hasOptions(result) ? UploadStatusValue.SUCCESS : UploadStatusValue.RUNNING;
      case ComposeStatus.Succeeded s -> UploadStatusValue.SUCCESS;
      case ComposeStatus.Failed f ->
          hasOptions(result) ? UploadStatusValue.SUCCESS : UploadStatusValue.FAILURE;
    };
  }

  private static boolean hasOptions(TargetResult result) {
    return result.options() != null && !result.options().isEmpty();
  }

  private static UploadStatusOptions options(
      UploadType type, JsonNode said, Map<String, String> artifactPaths) {
    UploadStatusOptions options = new UploadStatusOptions();
    switch (type) {
      case AWS -> {
        options.setAmi(said.path("ami").asText());
        options.setRegion(said.path("region").asText());
      }
      case AWS_S3, OCI -> options.setUrl(said.path("url").asText());
      case GCP -> {
        options.setImageName(said.path("image_name").asText());
        options.setProjectId(said.path("project_id").asText());
      }
      case AZURE -> options.setImageName(said.path("image_name").asText());
      case CONTAINER -> {
        options.setUrl(said.path("url").asText());
        options.setDigest(said.path("digest").asText());
      }
      case LOCAL -> {
        String name = said.path("artifact_relative_path").asText();
        options.setArtifactPath(artifactPaths.getOrDefault(name, name));
      }
    }
    return options;
  }

  private static ComposeStatusError error(JobError said) {
    ComposeStatusError error = new ComposeStatusError();
    error.setId(said.id());
    error.setReason(said.reason());
    error.setDetails(said.details());
    return error;
  }
}
