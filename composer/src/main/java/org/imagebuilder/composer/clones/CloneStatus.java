package org.imagebuilder.composer.clones;

import java.util.List;
import java.util.Optional;
import org.imagebuilder.composer.jobs.JobError;
import org.imagebuilder.composer.jobs.JobErrorCode;
import org.imagebuilder.composer.jobs.JobReport;
import org.imagebuilder.composer.jobs.TargetResult;
import org.imagebuilder.composer.queue.JobState;

/** How far a clone is, folded from its jobs; what failed first fails the whole. */
sealed interface CloneStatus {
  /** No worker has begun. */
  record Pending() implements CloneStatus {}

  /** A worker is busy with it, or was with a part of it. */
  record Running() implements CloneStatus {}

  /** The image is there, and shared. */
  record Succeeded(MachineImage image) implements CloneStatus {}

  /** There is no copy, or it is not shared. */
  record Failed(JobError error) implements CloneStatus {}

  /** The fold over the clone's own jobs, in the order of their plan; there is at least one. */
  static CloneStatus of(List<JobReport> jobs) {
    Optional<JobReport> broken =
        jobs.stream()
            .filter(job -> job.state() == JobState.FAILED || job.state() == JobState.CANCELLED)
            .findFirst();
    if (broken.isPresent()) {
      return new Failed(error(broken.get()));
    }
    if (jobs.getLast().state() == JobState.SUCCEEDED) {
      return new Succeeded(image(jobs.getLast()));
    }
    boolean begun = jobs.stream().anyMatch(job -> job.startedAt().isPresent());
    return begun ? new Running() : new Pending();
  }

  /** What a job that has succeeded says of its image. */
  static MachineImage image(JobReport job) {
    List<TargetResult> images = job.summary().targetResults();
    return images == null || images.isEmpty() || images.getFirst().options() == null
        ? MachineImage.NONE
        : CloneSource.image(images.getFirst().options());
  }

  private static JobError error(JobReport job) {
    if (job.state() == JobState.CANCELLED) {
      return JobErrorCode.COMPOSE_CANCELED.because("The clone was cancelled");
    }
    JobError said = job.summary().jobError();
    return said == null
        ? JobErrorCode.SHARING_TARGET.because("The worker failed and did not say why")
        : said;
  }
}
