package org.imagebuilder.composer.operations;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.imagebuilder.composer.traces.Traces;
import org.jboss.logging.Logger;

/** Says whether traces are on, refuses settings that make no sense, and counts what is sent. */
@ApplicationScoped
class TracesStart {
  private static final Logger LOG = Logger.getLogger(TracesStart.class);

  private final Traces traces;
  private final MeterRegistry meters;

  TracesStart(Traces traces, MeterRegistry meters) {
    this.traces = traces;
    this.meters = meters;
  }

  void check(@Observes StartupEvent event) {
    traces
        .complaint()
        .ifPresent(
            complaint -> {
              throw new StartException(complaint);
            });
    if (traces.areOn()) {
      LOG.info("Traces are on");
      FunctionCounter.builder(MetricName.SPANS_SENT.text(), traces, Traces::sent).register(meters);
      FunctionCounter.builder(MetricName.SPANS_DROPPED.text(), traces, Traces::dropped)
          .register(meters);
    }
  }
}
