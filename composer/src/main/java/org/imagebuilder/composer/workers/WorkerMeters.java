package org.imagebuilder.composer.workers;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many agents are alive, and how many have fallen silent, as the database has them: so that
 * somebody notices when an architecture has none left.
 */
final class WorkerMeters {
  private static final String NAME = "image_builder_worker_workers";

  private final MultiGauge gauge;
  private final Set<Tags> seen = ConcurrentHashMap.newKeySet();

  WorkerMeters(MeterRegistry meters) {
    this.gauge = MultiGauge.builder(NAME).register(meters);
  }

  /** Sets the gauges; what was there once and is forgotten now is shown as none. */
  void gauge(List<WorkerCount> counts) {
    Map<Tags, Long> numbers = new HashMap<>();
    seen.forEach(tags -> numbers.put(tags, 0L));
    for (WorkerCount count : counts) {
      numbers.put(tags(count, "live"), count.live());
      numbers.put(tags(count, "silent"), count.silent());
    }
    seen.addAll(numbers.keySet());
    gauge.register(
        numbers.entrySet().stream()
            .<MultiGauge.Row<?>>map(each -> MultiGauge.Row.of(each.getKey(), each.getValue()))
            .toList(),
        true);
  }

  private static Tags tags(WorkerCount count, String state) {
    return Tags.of("tenant", count.channel(), "arch", count.architecture(), "state", state);
  }
}
