package org.imagebuilder.agent.jobs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.contract.worker.model.OsbuildResult;
import org.imagebuilder.agent.contract.worker.model.Target;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.uploads.BuildRecord;
import org.imagebuilder.agent.uploads.Uploaders;

/** The result of a build, from the first line to the last target; Debian builds have the same. */
final class BuildResults {

  private final Uploaders uploaders;
  private final String arch;

  BuildResults(Uploaders uploaders, String arch) {
    this.uploaders = uploaders;
    this.arch = arch;
  }

  /** The pipelines that the targets want; targets that cannot be served are refused first. */
  List<String> exports(List<Target> targets) throws JobErrorException {
    List<String> exports = Delivery.exports(targets);
    uploaders.check(targets);
    return exports;
  }

  /** Of a build that got nowhere yet. Members without a value are left out, not sent as empty. */
  @SuppressWarnings("NullAway")
  OsbuildResult begun() {
    return new OsbuildResult()
        .success(false)
        .uploadStatus("failure")
        .arch(arch)
        .hostOs(HostOs.name())
        .targetResults(null);
  }

  /** What was done until then stays in it: it helps whoever reads the log. */
  JobOutcome<OsbuildResult> failed(OsbuildResult result, JobError error) {
    return new JobOutcome.Failed<>(result.jobError(error), error);
  }

  /** Hands the image to every target; one that fails does not stop the others. */
  JobOutcome<OsbuildResult> delivered(
      OsbuildResult result, List<Target> targets, Path output, JobContext context)
      throws InterruptedException {
    return delivered(result, targets, output, Optional.empty(), context);
  }

  /** With what is known of the build, for targets that keep it. */
  JobOutcome<OsbuildResult> delivered(
      OsbuildResult result,
      List<Target> targets,
      Path output,
      Optional<BuildRecord> build,
      JobContext context)
      throws InterruptedException {
    context.progress().accept(new JobProgress().message("Uploading").done(0).total(0));
    Delivery delivery = Delivery.of(uploaders, targets, output, build, context);
    result.setTargetResults(delivery.results());
    return delivery.error().isPresent()
        ? failed(result, delivery.error().get())
        : new JobOutcome.Succeeded<>(result.success(true).uploadStatus("success"));
  }
}
