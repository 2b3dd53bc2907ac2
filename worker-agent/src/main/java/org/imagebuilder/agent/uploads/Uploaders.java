package org.imagebuilder.agent.uploads;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.contract.worker.model.OsbuildArtifact;
import org.imagebuilder.agent.contract.worker.model.Target;
import org.imagebuilder.agent.contract.worker.model.TargetResult;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.traces.Span;
import org.imagebuilder.agent.traces.SpanKind;
import org.imagebuilder.agent.traces.Traces;
import org.jboss.logging.Logger;

/** All kinds of targets that this agent serves. */
public final class Uploaders {

  private static final Logger LOG = Logger.getLogger(Uploaders.class);

  private final Map<String, Uploader<?>> byTarget = new TreeMap<>();
  private final JsonMapper json;

  public Uploaders(List<Uploader<?>> uploaders, JsonMapper json) {
    uploaders.forEach(uploader -> byTarget.put(uploader.target(), uploader));
    this.json = json;
  }

  /** What is wrong with the worker's own settings, each thing once. */
  public List<String> problems() {
    return byTarget.values().stream()
        .flatMap(uploader -> uploader.problem().stream())
        .distinct()
        .toList();
  }

  /** Refuses targets that cannot be served here, so that nothing is built in vain. */
  public void check(List<Target> targets) throws JobErrorException {
    for (Target target : targets) {
      Uploader<?> uploader = byTarget.get(target.getName());
      if (uploader == null) {
        throw new JobErrorException(
            JobErrorCode.INVALID_TARGET,
            "The worker cannot upload to targets of the kind " + target.getName());
      }
      Optional<String> missing = uploader.missing();
      if (missing.isPresent()) {
        throw new JobErrorException(
            JobErrorCode.INVALID_TARGET_CONFIG,
            "The worker cannot upload to %s: %s".formatted(target.getName(), missing.get()));
      }
    }
  }

  /**
   * Sends the exported files to their targets, in order; one that fails does not stop the next.
   *
   * @param exports holds a directory per export name
   * @param build what is known of the build
   */
  public List<TargetResult> upload(
      List<Target> targets,
      Path exports,
      Lease lease,
      Optional<BuildRecord> build,
      Consumer<JobProgress> progress)
      throws InterruptedException {
    List<TargetResult> results = new ArrayList<>();
    for (Target target : targets) {
      int number = results.size();
      Listening listening = size -> new TargetProgress(progress, number, targets.size(), size);
      results.add(traced(target, new Exports(exports, lease, build), listening));
    }
    return results;
  }

  /** What is there to be uploaded. */
  private record Exports(Path directory, Lease lease, Optional<BuildRecord> build) {}

  /** Makes the listener of an upload of this size. */
  private interface Listening {
    UploadProgress to(long bytes);
  }

  private TargetResult traced(Target target, Exports exports, Listening listening)
      throws InterruptedException {
    Optional<Span> span =
        Traces.current().map(job -> job.child("upload " + target.getName(), SpanKind.INTERNAL));
    try {
      TargetResult result = Traces.within(span, () -> upload(target, exports, listening));
      JobError error = result.getTargetError();
      if (error != null) {
        span.ifPresent(it -> it.failed(String.valueOf(error.getId())));
      }
      return result;
    } finally {
      span.ifPresent(Span::end);
    }
  }

  private TargetResult upload(Target target, Exports exports, Listening listening)
      throws InterruptedException {
    TargetResult result =
        new TargetResult().name(target.getName()).osbuildArtifact(target.getOsbuildArtifact());
    result.setOptions(null);
    try {
      Uploader<?> uploader = byTarget.get(target.getName());
      if (uploader == null) {
        throw JobErrorException.of(JobErrorCode.INVALID_TARGET, target.getName());
      }
      OsbuildArtifact artifact = target.getOsbuildArtifact();
      Path file = file(exports.directory(), artifact);
      long size = file.toFile().length();
      LOG.infof("Upload begins, target=%s, bytes=%d", target.getName(), size);
      String name = target.getImageName();
      UploadProgress progress = listening.to(size);
      Upload upload =
          new Upload(
              file, name, artifact.getExportFilename(), exports.lease(), progress, exports.build());
      result.setOptions(send(uploader, target, upload));
      LOG.infof("Upload succeeded, target=%s", target.getName());
    } catch (JobErrorException e) {
      LOG.warnf(
          "Upload failed, target=%s, reason=%s, details=%s",
          target.getName(), e.reason(), e.details().orElse(""));
      result.setTargetError(error(e));
    } catch (InvalidPathException e) {
      JobErrorException fault =
          JobErrorException.of(
              JobErrorCode.INVALID_TARGET_CONFIG, "a name in it is none that a file can have");
      LOG.warnf("Upload failed, target=%s, reason=%s", target.getName(), fault.reason());
      result.setTargetError(error(fault));
    }
    return result;
  }

  private static JobError error(JobErrorException failure) {
    JobError error = new JobError().id(failure.code().number()).reason(failure.reason());
    failure.details().ifPresent(error::details);
    return error;
  }

  private <T> Map<String, Object> send(Uploader<T> uploader, Target target, Upload upload)
      throws JobErrorException, InterruptedException {
    Map<String, Object> options = target.getOptions();
    return uploader.upload(options(uploader, options == null ? Map.of() : options), upload);
  }

  private <T> T options(Uploader<T> uploader, Map<String, Object> options)
      throws JobErrorException {
    try {
      return json.convertValue(options, uploader.optionsType());
    } catch (IllegalArgumentException e) {
      throw JobErrorException.of(
          JobErrorCode.INVALID_TARGET_CONFIG,
          "%s is missing or has not the form that it should have".formatted(member(e)));
    }
  }

  /** Which one it is about; Jackson's message may repeat what is in it, and that may be secret. */
  private static String member(IllegalArgumentException failure) {
    StringBuilder path = new StringBuilder("options");
    if (failure.getCause() instanceof JsonMappingException mapping) {
      for (JsonMappingException.Reference step : mapping.getPath()) {
        String name = step.getFieldName();
        path.append(name == null ? "[" + step.getIndex() + "]" : "." + name);
      }
    }
    return path.toString();
  }

  /** The names come from elsewhere and must not lead out of the exports. */
  private static Path file(Path exports, OsbuildArtifact artifact) throws JobErrorException {
    Path directory = exports.resolve(artifact.getExportName()).normalize();
    Path file = directory.resolve(artifact.getExportFilename()).normalize();
    if (!directory.startsWith(exports) || !file.startsWith(directory) || file.equals(directory)) {
      throw JobErrorException.of(
          JobErrorCode.INVALID_TARGET_CONFIG, "export_name or export_filename is not a name");
    }
    if (!Files.isRegularFile(file)) {
      throw JobErrorException.of(
          JobErrorCode.UPLOADING_IMAGE,
          "The build made no file %s/%s"
              .formatted(artifact.getExportName(), artifact.getExportFilename()));
    }
    return file;
  }
}
