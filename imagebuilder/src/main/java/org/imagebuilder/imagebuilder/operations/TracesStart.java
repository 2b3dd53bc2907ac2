package org.imagebuilder.imagebuilder.operations;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.imagebuilder.imagebuilder.errors.StartException;
import org.imagebuilder.imagebuilder.traces.Traces;
import org.jboss.logging.Logger;

/** Says whether traces are on, refuses settings that make no sense, and counts what is sent. */
@Singleton
public class TracesStart {
  private static final Logger LOG = Logger.getLogger(TracesStart.class);

  private final Traces traces;
  private final MeterRegistry meters;

  TracesStart(Traces traces, MeterRegistry meters) {
    this.traces = traces;
    this.meters = meters;
  }

  void onStart(@Observes StartupEvent event) {
    traces
        .complaint()
        .ifPresent(
            complaint -> {
              throw new StartException(complaint);
            });
    if (traces.areOn()) {
      LOG.info("Traces are on");
      FunctionCounter.builder(Metric.SPANS_SENT.wireName(), traces, Traces::sent).register(meters);
      FunctionCounter.builder(Metric.SPANS_DROPPED.wireName(), traces, Traces::dropped)
          .register(meters);
    }
  }
}
