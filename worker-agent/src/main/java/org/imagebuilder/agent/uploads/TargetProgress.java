package org.imagebuilder.agent.uploads;

import java.util.function.Consumer;
import org.imagebuilder.agent.contract.worker.model.JobProgress;

/** One upload's progress as the job's: the targets are its steps, mebibytes their parts. */
final class TargetProgress implements UploadProgress {

  private static final int MEBIBYTE_BITS = 20;

  private final Consumer<JobProgress> job;
  private final int target;
  private final int targets;
  private final int total;
  private volatile int shown;

  TargetProgress(Consumer<JobProgress> job, int target, int targets, long size) {
    this.job = job;
    this.target = target;
    this.targets = targets;
    this.total = mebibytes(size);
  }

  @Override
  public void sent(long bytes) {
    int done = mebibytes(bytes);
    if (done != shown) {
      shown = done;
      show(new JobProgress().message("MiB sent").done(done).total(total));
    }
  }

  @Override
  public void step(String message) {
    show(new JobProgress().message(message).done(0).total(0));
  }

  private void show(JobProgress part) {
    job.accept(
        new JobProgress().message("Uploading").done(target).total(targets).subProgress(part));
  }

  private static int mebibytes(long bytes) {
    return Math.toIntExact(bytes >> MEBIBYTE_BITS);
  }
}
