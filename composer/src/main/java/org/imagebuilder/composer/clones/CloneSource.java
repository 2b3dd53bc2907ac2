package org.imagebuilder.composer.clones;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.composes.KnownCompose;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.JobReport;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.OsbuildJob;
import org.imagebuilder.composer.jobs.Target;
import org.imagebuilder.composer.jobs.TargetResult;
import org.imagebuilder.composer.queue.JobState;
import org.imagebuilder.composer.targets.UploadType;

/**
 * The image of a compose that can be cloned, or it cannot be made. Checks come in the order in
 * which callers know them.
 *
 * @param job the job that built it
 * @param accounts who may start the image already
 */
record CloneSource(UUID job, MachineImage image, List<String> accounts) {
  CloneSource {
    accounts = List.copyOf(accounts);
  }

  /** What the worker said of the only upload of a compose that has succeeded. */
  static TargetResult upload(KnownCompose compose) {
    JobReport root = compose.root();
    if (!root.type().equals(JobType.OSBUILD.wireName())
        && !root.type().equals(JobType.DEBIAN_IMAGE.wireName())) {
      throw ErrorCode.INVALID_JOB_TYPE.because("only a compose of one image can be cloned");
    }
    if (root.state() != JobState.SUCCEEDED) {
      throw ErrorCode.COMPOSE_BAD_STATE.because(
          root.state().isFinal()
              ? "the compose has failed or was cancelled"
              : "the compose has not ended yet");
    }
    List<TargetResult> uploads = root.summary().targetResults();
    if (uploads == null) {
      throw ErrorCode.MALFORMED_OSBUILD_JOB_RESULT.because("it has no target_results");
    }
    if (uploads.size() != 1) {
      throw ErrorCode.SEVERAL_UPLOAD_TARGETS.because(
          "the compose has " + uploads.size() + " uploads");
    }
    UploadType type =
        UploadType.ofJob(uploads.getFirst().name())
            .orElseThrow(() -> ErrorCode.UNKNOWN_UPLOAD_TARGET.because(uploads.getFirst().name()));
    if (type != UploadType.AWS) {
      throw ErrorCode.UNSUPPORTED_IMAGE.because(
          "the image went to %s, and only one that went to aws can be cloned"
              .formatted(type.apiName()));
    }
    return uploads.getFirst();
  }

  /** The source, when the args of the job that built it are known, too. */
  static CloneSource of(KnownCompose compose, TargetResult upload, Optional<OsbuildJob> args) {
    List<Target> targets =
        args.orElseThrow(
                () ->
                    ErrorCode.COMPOSE_BAD_STATE.because(
                        "the compose ended too long ago, its details were cleared away"))
            .targets();
    if (targets.size() != 1) {
      throw ErrorCode.SEVERAL_UPLOAD_TARGETS.because(
          "the compose has " + targets.size() + " uploads");
    }
    List<String> accounts = new ArrayList<>();
    JsonNode options = targets.getFirst().options();
    if (options != null) {
      options.path("shareWithAccounts").forEach(account -> accounts.add(account.asText()));
    }
    MachineImage image =
        Optional.ofNullable(upload.options())
            .map(CloneSource::image)
            .filter(known -> !known.ami().isEmpty() && !known.region().isEmpty())
            .orElseThrow(
                () ->
                    ErrorCode.MALFORMED_OSBUILD_JOB_RESULT.because(
                        "it does not say where the image is"));
    return new CloneSource(compose.root().id().value(), image, accounts);
  }

  /** What an upload or a clone says of its image. */
  static MachineImage image(JsonNode options) {
    return new MachineImage(options.path("ami").asText(), options.path("region").asText());
  }
}
