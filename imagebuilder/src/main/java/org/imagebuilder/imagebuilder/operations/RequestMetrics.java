package org.imagebuilder.imagebuilder.operations;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.DoubleStream;
import org.imagebuilder.imagebuilder.requests.RouteNames;

/**
 * Counts and times requests below the public base path. Two counters have names that Prometheus'
 * client would change for a counter, so they are shown as gauges that only grow.
 */
@Singleton
public class RequestMetrics {
  private static final int BEFORE_IDENTITY = 990;

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private static final Duration[] BUCKETS =
      DoubleStream.of(
              .025, .05, .075, .1, .2, .5, .75, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 20)
          .mapToObj(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final RouteNames routes;
  private final Map<Tags, LongAdder> requests = new ConcurrentHashMap<>();
  private final LongAdder composeErrors;

  RequestMetrics(MeterRegistry registry, RouteNames routes) {
    this.registry = registry;
    this.routes = routes;
    this.composeErrors = growing(Metric.COMPOSE_ERRORS, Tags.empty());
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, BEFORE_IDENTITY);
  }

  private void handle(RoutingContext exchange) {
    String path = exchange.request().path();
    if (routes.isBelowBase(path)) {
      long start = System.nanoTime();
      exchange.addEndHandler(ended -> observe(exchange, path, System.nanoTime() - start));
    }
    exchange.next();
  }

  private void observe(RoutingContext exchange, String path, long nanos) {
    int status = exchange.response().getStatusCode();
    Tags tags =
        Tags.of(
            "method", method(exchange),
            "path", routes.withDashes(path),
            "code", Integer.toString(status));
    requests.computeIfAbsent(tags, key -> growing(Metric.REQUEST_COUNT, key)).increment();
    if (status != 400 && status != 401 && status != 405) {
      duration(routes.withNames(path)).record(Duration.ofNanos(nanos));
    }
    if (path.endsWith("/compose")) {
      registry.counter(Metric.COMPOSE_REQUESTS.wireName()).increment();
      if (status >= 500) {
        composeErrors.increment();
      }
    }
  }

  /** A method is any word that a caller likes, and each would be a series of its own. */
  private static String method(RoutingContext exchange) {
    String asked = exchange.request().method().name();
    return METHODS.contains(asked) ? asked : "other";
  }

  private Timer duration(String path) {
    return Timer.builder(Metric.HTTP_DURATION.wireName())
        .tag("path", path)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private LongAdder growing(Metric metric, Tags tags) {
    LongAdder adder = new LongAdder();
    Gauge.builder(metric.wireName(), adder, LongAdder::doubleValue).tags(tags).register(registry);
    return adder;
  }
}
