package org.imagebuilder.imagebuilder.operations;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.imagebuilder.imagebuilder.requests.RouteNames;

/**
 * Counts and times requests below the public base path, each by the status that was answered in the
 * end, whoever answered it.
 */
@Singleton
public class RequestMetrics {
  private static final int BEFORE_IDENTITY = 990;
  private static final int FIRST_FAULT = 500;
  private static final String SEEN = RequestMetrics.class.getName();

  /** What is refused before a room sees it is not timed. */
  private static final Set<Integer> REFUSED_AT_THE_DOOR = Set.of(400, 401, 405, 429, 431);

  private static final Duration[] BUCKETS =
      DoubleStream.of(
              .025, .05, .075, .1, .2, .5, .75, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 20)
          .mapToObj(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final RouteNames routes;

  RequestMetrics(MeterRegistry registry, RouteNames routes) {
    this.registry = registry;
    this.routes = routes;
    // A ratio of the two is drawn from the first moment on.
    registry.counter(Metric.COMPOSE_REQUESTS.wireName());
    registry.counter(Metric.COMPOSE_ERRORS.wireName());
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, BEFORE_IDENTITY);
  }

  private void handle(RoutingContext exchange) {
    String path = exchange.request().path();
    // A request that is sent on to another spelling of its path comes by twice.
    if (routes.isBelowBase(path) && exchange.get(SEEN) == null) {
      exchange.put(SEEN, true);
      long start = System.nanoTime();
      exchange.addEndHandler(ended -> observe(exchange, path, System.nanoTime() - start));
    }
    exchange.next();
  }

  private void observe(RoutingContext exchange, String path, long nanos) {
    int status = Ending.of(exchange);
    Tags tags =
        Tags.of(
            "method", Ending.method(exchange),
            "path", routes.withDashes(path),
            "code", Integer.toString(status));
    registry.counter(Metric.REQUEST_COUNT.wireName(), tags).increment();
    String route = routes.withNames(path);
    if (!REFUSED_AT_THE_DOOR.contains(status)) {
      duration(route).record(Duration.ofNanos(nanos));
    }
    if (route.endsWith("/compose")) {
      registry.counter(Metric.COMPOSE_REQUESTS.wireName()).increment();
      if (status >= FIRST_FAULT) {
        registry.counter(Metric.COMPOSE_ERRORS.wireName()).increment();
      }
    }
  }

  private Timer duration(String path) {
    return Timer.builder(Metric.HTTP_DURATION.wireName())
        .tag("path", path)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
