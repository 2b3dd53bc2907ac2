package org.imagebuilder.agent.jobs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.Target;
import org.imagebuilder.agent.contract.worker.model.TargetResult;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.uploads.BuildRecord;
import org.imagebuilder.agent.uploads.Uploaders;

/**
 * What came of handing an image to its targets.
 *
 * @param results one per target, in their order
 * @param error there if at least one failed
 */
record Delivery(List<TargetResult> results, Optional<JobError> error) {

  /** What all targets of a job may take beside the build; clouds import for up to a day. */
  static final Duration LONGEST = Duration.ofHours(27);

  static Delivery of(Uploaders uploaders, List<Target> targets, Path exports, JobContext context)
      throws InterruptedException {
    return of(uploaders, targets, exports, Optional.empty(), context);
  }

  /** With what is known of the build, for targets that keep it. */
  static Delivery of(
      Uploaders uploaders,
      List<Target> targets,
      Path exports,
      Optional<BuildRecord> build,
      JobContext context)
      throws InterruptedException {
    List<TargetResult> results =
        uploaders.upload(targets, exports, context.lease(), build, context.progress());
    List<JobError> errors = new ArrayList<>();
    for (TargetResult result : results) {
      JobError error = result.getTargetError();
      if (error != null) {
        errors.add(
            new JobError().id(error.getId()).reason(error.getReason()).details(result.getName()));
      }
    }
    return new Delivery(
        results,
        errors.isEmpty()
            ? Optional.empty()
            : Optional.of(JobErrors.of(JobErrorCode.TARGET_ERROR).details(errors)));
  }

  /** The pipelines that targets want, each once. */
  static List<String> exports(List<Target> targets) throws JobErrorException {
    LinkedHashSet<String> names = new LinkedHashSet<>();
    for (Target target : targets) {
      if (target.getOsbuildArtifact() != null) {
        names.add(target.getOsbuildArtifact().getExportName());
      }
    }
    if (names.isEmpty()) {
      throw new JobErrorException(
          JobErrorCode.INVALID_TARGET_CONFIG, "no osbuild export specified for the job");
    }
    return List.copyOf(names);
  }
}
