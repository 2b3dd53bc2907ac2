package org.imagebuilder.agent;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Objects;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.jspecify.annotations.Nullable;

/** Writes a job's progress for somebody who watches: each step, and within one not too often. */
final class ProgressLines {

  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  private final PrintStream out;
  private @Nullable String step;
  private long written;

  ProgressLines(PrintStream out) {
    this.out = out;
  }

  synchronized void report(JobProgress progress) {
    String now =
        "%s/%s %s".formatted(progress.getDone(), progress.getTotal(), progress.getMessage());
    long time = System.nanoTime();
    if (Objects.equals(now, step) && time - written < PAUSE) {
      return;
    }
    step = now;
    written = time;
    JobProgress within = progress.getSubProgress();
    out.println(
        within == null
            ? now
            : "%s: %s/%s %s"
                .formatted(
                    now,
                    within.getDone(),
                    within.getTotal(),
                    Objects.requireNonNullElse(within.getMessage(), "")));
  }
}
