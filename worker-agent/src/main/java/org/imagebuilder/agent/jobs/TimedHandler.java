package org.imagebuilder.agent.jobs;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolException;

/** Ends a job that takes longer than its type may, whatever it is waiting for. */
public record TimedHandler<A, R>(JobHandler<A, R> inner) implements ForwardingHandler<A, R> {

  private static final Duration AFTER_CANCEL = Duration.ofMinutes(1);

  @Override
  public JobOutcome<R> run(A args, JobContext context)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    Thread watch = watch(Thread.currentThread(), over, timeout());
    try {
      return inner.run(args, context);
    } catch (InterruptedException e) {
      if (!over.get()) {
        throw e;
      }
      throw new JobErrorException(
          toolFailure(),
          "The job was stopped, since it took longer than %d seconds"
              .formatted(timeout().toSeconds()));
    } finally {
      watch.interrupt();
    }
  }

  @Override
  public void cancelled(A args, JobContext context) throws InterruptedException {
    Thread watch = watch(Thread.currentThread(), new AtomicBoolean(), AFTER_CANCEL);
    try {
      inner.cancelled(args, context);
    } finally {
      watch.interrupt();
    }
  }

  private static Thread watch(Thread job, AtomicBoolean over, Duration atMost) {
    return Thread.ofVirtual()
        .name("job-timeout")
        .start(
            () -> {
              try {
                Thread.sleep(atMost);
                over.set(true);
                job.interrupt();
              } catch (InterruptedException e) {
                // The job ended in time.
                Thread.currentThread().interrupt();
              }
            });
  }
}
