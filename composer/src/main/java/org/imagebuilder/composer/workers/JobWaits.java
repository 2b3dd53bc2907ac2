package org.imagebuilder.composer.workers;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.queue.LeasedJob;
import org.imagebuilder.composer.traces.Span;
import org.imagebuilder.composer.traces.SpanKind;
import org.imagebuilder.composer.traces.Traces;

/** A job's wait for a worker, as a span; what the worker does with the job belongs to it. */
@Singleton
class JobWaits {
  private final Traces traces;

  JobWaits(Traces traces) {
    this.traces = traces;
  }

  /** Ends the wait of a job that is being handed over; gives what its worker is told of it. */
  Optional<String> tell(LeasedJob job) {
    return traces
        .resume(job.trace())
        .map(
            enqueued -> {
              Span wait =
                  enqueued
                      .childSince(job.waited(), "wait for a worker", SpanKind.CONSUMER)
                      .with("imagebuilder.job.id", job.id().toString())
                      .with("imagebuilder.job.type", JobType.wireName(job.queueType()));
              wait.end();
              return wait.context().header();
            });
  }
}
