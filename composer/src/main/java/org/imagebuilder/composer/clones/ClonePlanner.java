package org.imagebuilder.composer.clones;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.imagebuilder.composer.jobs.AwsEc2CopyJob;
import org.imagebuilder.composer.jobs.AwsEc2ShareJob;
import org.imagebuilder.composer.jobs.JobArgs;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.JobPlan.PlannedJob;
import org.imagebuilder.composer.jobs.JobReport;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.JobState;
import org.imagebuilder.composer.queue.NewInput;

/** Decides which jobs a clone needs, if any. A pure function but for the ids. */
final class ClonePlanner {
  private static final String ANY_ARCHITECTURE = "";
  private static final String INPUT = "image";

  private final Supplier<UUID> ids;

  ClonePlanner(Supplier<UUID> ids) {
    this.ids = ids;
  }

  /** A copy of the image that is there or under way, with the state of its job. */
  record KnownCopy(EarlierCopy copy, JobReport report) {
    boolean isDone() {
      return report.state() == JobState.SUCCEEDED;
    }

    boolean isUnderWay() {
      return !report.state().isFinal();
    }
  }

  /** A clone, with the jobs that have to be enqueued for it. */
  record Decision(Clone kept, Optional<JobPlan> plan) {}

  Decision decide(
      CloneSource source, String region, List<String> moreAccounts, List<KnownCopy> copies) {
    Set<String> union = new LinkedHashSet<>(source.accounts());
    union.addAll(moreAccounts);
    List<String> accounts = List.copyOf(union);
    if (region.equals(source.image().region())) {
      return accounts.isEmpty()
          ? nothingToDo(source.image())
          : enqueued(List.of(share(source.image(), accounts, source.job())));
    }
    Optional<KnownCopy> done = copies.stream().filter(KnownCopy::isDone).findFirst();
    if (done.isPresent()) {
      return accounts.isEmpty()
          ? sharing(done.get().copy())
          : enqueued(List.of(share(image(done.get()), accounts, done.get().copy().job())));
    }
    Optional<KnownCopy> underWay = copies.stream().filter(KnownCopy::isUnderWay).findFirst();
    // Nothing can be made to wait for a job of another plan, so who also shares copies anew.
    return underWay.isPresent() && accounts.isEmpty()
        ? sharing(underWay.get().copy())
        : enqueued(copyAndShare(source, region, accounts));
  }

  private Decision nothingToDo(MachineImage image) {
    return new Decision(
        new Clone(ids.get(), Optional.empty(), Optional.of(image)), Optional.empty());
  }

  /** A clone of its own that is done when the earlier copy is. */
  private Decision sharing(EarlierCopy copy) {
    Clone.Work work = new Clone.Work(copy.plan(), copy.job(), Optional.empty());
    return new Decision(
        new Clone(ids.get(), Optional.of(work), Optional.empty()), Optional.empty());
  }

  private static Decision enqueued(List<PlannedJob> jobs) {
    JobPlan plan = new JobPlan(jobs);
    Optional<UUID> copy =
        jobs.stream()
            .filter(job -> job.type() == JobType.AWS_EC2_COPY)
            .map(job -> job.id().value())
            .findFirst();
    Clone.Work work = new Clone.Work(plan.id(), plan.id(), copy);
    return new Decision(
        new Clone(plan.id(), Optional.of(work), Optional.empty()), Optional.of(plan));
  }

  private List<PlannedJob> copyAndShare(CloneSource source, String region, List<String> accounts) {
    List<PlannedJob> jobs = new ArrayList<>();
    PlannedJob copy =
        job(
            JobType.AWS_EC2_COPY,
            new AwsEc2CopyJob(
                source.image().ami(), source.image().region(), region, "composer-api-" + ids.get()),
            source.job());
    jobs.add(copy);
    if (!accounts.isEmpty()) {
      jobs.add(job(JobType.AWS_EC2_SHARE, AwsEc2ShareJob.ofInput(accounts), copy.id().value()));
    }
    return jobs;
  }

  private PlannedJob share(MachineImage image, List<String> accounts, UUID input) {
    return job(
        JobType.AWS_EC2_SHARE, new AwsEc2ShareJob(image.ami(), image.region(), accounts), input);
  }

  private PlannedJob job(JobType type, JobArgs args, UUID input) {
    return new PlannedJob(
        new JobId(ids.get()),
        type,
        ANY_ARCHITECTURE,
        args,
        List.of(new NewInput(INPUT, new JobId(input))));
  }

  private static MachineImage image(KnownCopy copy) {
    return CloneStatus.image(copy.report());
  }
}
