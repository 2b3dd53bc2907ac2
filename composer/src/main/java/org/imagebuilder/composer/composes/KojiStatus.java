package org.imagebuilder.composer.composes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.composer.jobs.JobError;
import org.imagebuilder.composer.jobs.JobReport;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.queue.JobState;

/**
 * How far a compose for Koji is: the whole, each image, and the build in Koji. Folded from the
 * plan's jobs, which stand in this order: the reservation, for each image its manifest and its
 * build, the import.
 *
 * @param images in the order of the request
 * @param buildId the build's id, once Koji gave one
 */
record KojiStatus(ComposeStatus whole, List<ComposeStatus> images, Optional<Long> buildId) {
  KojiStatus {
    images = List.copyOf(images);
  }

  static boolean isOne(List<JobReport> jobs) {
    return jobs.getLast().type().equals(JobType.KOJI_FINALIZE.wireName());
  }

  static KojiStatus of(List<JobReport> jobs) {
    JobReport init = jobs.getFirst();
    JobReport last = jobs.getLast();
    List<ComposeStatus> images = images(jobs);
    return new KojiStatus(
        whole(jobs, init, last, images), images, Optional.ofNullable(init.summary().buildId()));
  }

  /** Why there is no build in Koji, where that does not follow from an image. */
  Optional<JobError> error() {
    return whole instanceof ComposeStatus.Failed failed
        ? Optional.of(failed.error())
        : Optional.empty();
  }

  /** Each image speaks for itself: its build, with what the build needed before it. */
  private static List<ComposeStatus> images(List<JobReport> jobs) {
    List<ComposeStatus> images = new ArrayList<>();
    List<JobReport> image = new ArrayList<>();
    for (JobReport job : jobs.subList(1, jobs.size() - 1)) {
      image.add(job);
      if (job.type().equals(JobType.OSBUILD.wireName())) {
        image.addFirst(jobs.getFirst());
        images.add(ComposeStatus.of(image));
        image.clear();
      }
    }
    return images;
  }

  private static ComposeStatus whole(
      List<JobReport> jobs, JobReport init, JobReport last, List<ComposeStatus> images) {
    ComposeStatus imported = ComposeStatus.of(jobs);
    boolean cancelled = jobs.stream().anyMatch(job -> job.state() == JobState.CANCELLED);
    if (cancelled) {
      return new ComposeStatus.Failed(
          endedAt(imported.facts(), lastEnd(jobs)), ComposeStatus.cancelled());
    }
    if (last.finishedAt().isEmpty()) {
      return new ComposeStatus.Pending(imported.facts());
    }
    // Whatever the import says of itself: without a reservation or an image there is no build.
    Optional<JobError> before =
        Optional.ofNullable(init.summary().jobError())
            .or(() -> images.stream().flatMap(image -> failure(image).stream()).findFirst());
    return imported instanceof ComposeStatus.Failed || before.isEmpty()
        ? imported
        : new ComposeStatus.Failed(imported.facts(), before.get());
  }

  private static Optional<JobError> failure(ComposeStatus image) {
    return image instanceof ComposeStatus.Failed failed
        ? Optional.of(failed.error())
        : Optional.empty();
  }

  /** The compose has ended for its caller, though the reservation has still to be given up. */
  private static ComposeStatus.Facts endedAt(ComposeStatus.Facts facts, Optional<Instant> end) {
    return new ComposeStatus.Facts(
        facts.job(), facts.createdAt(), facts.startedAt(), end, facts.progress(), facts.uploads());
  }

  private static Optional<Instant> lastEnd(List<JobReport> jobs) {
    return jobs.stream().flatMap(job -> job.finishedAt().stream()).max(Instant::compareTo);
  }
}
