package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.composer.jobs.JobError;
import org.imagebuilder.composer.jobs.JobErrorCode;
import org.imagebuilder.composer.jobs.JobProgress;
import org.imagebuilder.composer.jobs.JobReport;
import org.imagebuilder.composer.jobs.TargetResult;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.JobState;
import org.imagebuilder.composer.targets.KojiTarget;
import org.imagebuilder.composer.targets.UploadType;

/**
 * How far a compose is. Stored nowhere: it is folded from the jobs whenever somebody asks
 * (docs/adr/0005), and the last job of the plan decides.
 */
sealed interface ComposeStatus {
  /** What is known besides, whatever the state. */
  Facts facts();

  /** Nobody builds yet; the manifest may be in the making. */
  record Pending(Facts facts) implements ComposeStatus {}

  /** A worker builds or uploads. */
  record Building(Facts facts) implements ComposeStatus {}

  /** The image was built, and every target has it. */
  record Succeeded(Facts facts) implements ComposeStatus {}

  /** There will be no image, or not everywhere. */
  record Failed(Facts facts, JobError error) implements ComposeStatus {}

  /**
   * Times, the last word of the job that speaks, and what came of each target.
   *
   * @param job the job that makes the image, and to which its files belong
   * @param createdAt when the jobs were enqueued
   */
  record Facts(
      JobId job,
      Instant createdAt,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt,
      Optional<JobProgress> progress,
      List<TargetResult> uploads) {
    public Facts {
      uploads = List.copyOf(uploads);
    }
  }

  /** Whether some image was handed to this server. */
  default boolean hasLocalFiles() {
    return facts().finishedAt().isPresent()
        && facts().uploads().stream()
            .anyMatch(upload -> UploadType.LOCAL.jobName().equals(upload.name()));
  }

  /** The fold. The jobs come in the order of their plan; there is at least one. */
  static ComposeStatus of(List<JobReport> jobs) {
    JobReport root = jobs.getLast();
    Facts facts = facts(jobs, root);
    return switch (root.state()) {
      case WAITING, READY, UNKNOWN -> new Pending(facts);
      case RUNNING -> new Building(facts);
      case SUCCEEDED -> new Succeeded(facts);
      case FAILED -> new Failed(facts, error(jobs, root));
      case CANCELLED -> new Failed(facts, cancelled());
    };
  }

  static JobError cancelled() {
    return JobErrorCode.COMPOSE_CANCELED.because("Compose was cancelled");
  }

  private static Facts facts(List<JobReport> jobs, JobReport root) {
    List<TargetResult> uploads = root.summary().targetResults();
    return new Facts(
        root.id(),
        root.queuedAt(),
        jobs.stream().flatMap(job -> job.startedAt().stream()).min(Instant::compareTo),
        root.finishedAt(),
        progress(jobs, root),
        uploads == null ? List.of() : uploads.stream().filter(ComposeStatus::isShown).toList());
  }

  /** What lies at Koji's hub is shown as a build of Koji's, once it is imported. */
  private static boolean isShown(TargetResult upload) {
    return !KojiTarget.JOB_NAME.equals(upload.name());
  }

  /** While the root waits, whoever works for it speaks in its place. */
  private static Optional<JobProgress> progress(List<JobReport> jobs, JobReport root) {
    Optional<JobProgress> own = Optional.ofNullable(root.summary().progress());
    return own.or(
        () ->
            jobs.stream()
                .filter(job -> job.state() == JobState.RUNNING)
                .flatMap(job -> Optional.ofNullable(job.summary().progress()).stream())
                .findFirst());
  }

  private static JobError error(List<JobReport> jobs, JobReport root) {
    JobError said = root.summary().jobError();
    JobError error = said == null ? JobErrorCode.BUILD_JOB.because("osbuild build failed") : said;
    if (!error.isDependency()) {
      return error;
    }
    // The inputs of a job stand before it; what failed there is the cause.
    ArrayNode causes = JsonNodeFactory.instance.arrayNode();
    jobs.stream()
        .limit(jobs.size() - 1L)
        .flatMap(job -> Optional.ofNullable(job.summary().jobError()).stream())
        .forEach(cause -> causes.add(tree(cause)));
    return causes.isEmpty() ? error : error.withDetails(causes);
  }

  private static ObjectNode tree(JobError error) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("id", error.id()).put("reason", error.reason());
    if (error.details() != null) {
      tree.set("details", error.details());
    }
    return tree;
  }
}
