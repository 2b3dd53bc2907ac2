package org.imagebuilder.composer.listeners;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import org.imagebuilder.composer.errors.OperationId;
import org.imagebuilder.composer.operations.LogConfig;
import org.imagebuilder.composer.operations.MetricName;
import org.imagebuilder.composer.operations.RequestIds;
import org.imagebuilder.composer.tenants.TenantResolver;
import org.jboss.logging.Logger;

/**
 * Counts, times and logs requests by the contract's templates of their paths: what stands in place
 * of a parameter may be a secret.
 */
@Singleton
final class Traffic {
  private static final Logger LOG = Logger.getLogger(Traffic.class);
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final String OTHER_METHOD = "other";
  private static final int NO_CONTENT = 204;
  private static final int FIRST_ERROR = 400;
  private static final Duration[] BUCKETS =
      DoubleStream.of(
              .025, .05, .075, .1, .2, .5, .75, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 20)
          .mapToObj(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
          .toArray(Duration[]::new);

  private final MeterRegistry meters;
  private final TenantResolver tenants;
  private final LogConfig config;
  private final Map<Count, Counter> counts = new ConcurrentHashMap<>();
  private final Map<Timed, Timer> timers = new ConcurrentHashMap<>();
  private final Map<String, String> withoutNames = new ConcurrentHashMap<>();

  Traffic(MeterRegistry meters, TenantResolver tenants, LogConfig config) {
    this.meters = meters;
    this.tenants = tenants;
    this.config = config;
  }

  /** What one counter counts. */
  private record Count(MetricName name, Tags tags) {}

  /** What one timer times. */
  private record Timed(MetricName name, String path, String tenant) {}

  /** Watches a request until it has been answered or its caller is gone. */
  void watch(RoutingContext request, ApiContract contract, String template) {
    long begin = System.nanoTime();
    RequestIds.remember(request);
    request.addEndHandler(end -> note(request, contract, template, System.nanoTime() - begin));
  }

  private void note(RoutingContext request, ApiContract contract, String template, long nanos) {
    String asked = request.request().method().name();
    // A method is any word that a caller likes, and each would be a series of its own.
    String method = METHODS.contains(asked) ? asked : OTHER_METHOD;

    int code = request.response().getStatusCode();
    String tenant = tenants.of(request).channel().name();
    String path = contract.base() + template;
    count(
        contract.requestCount(),
        Tags.of(
            "method", method,
            "path", withoutNames.computeIfAbsent(path, Traffic::withoutNames),
            "code", Integer.toString(code),
            "subsystem", contract.subsystem(),
            "tenant", tenant));
    if (contract.requestCount() == MetricName.COMPOSER_REQUEST_COUNT) {
      count(MetricName.COMPOSER_REQUESTS, Tags.empty());
      if (template.equals("/compose")) {
        count(MetricName.COMPOSE_REQUESTS, Tags.empty());
      }
    }
    timers
        .computeIfAbsent(new Timed(contract.duration(), path, tenant), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
    log(request, method, path, code, nanos);
  }

  private Timer timer(Timed timed) {
    return Timer.builder(timed.name().text())
        .tags("path", timed.path().replaceAll("\\{([^}]+)}", ":$1"), "tenant", timed.tenant())
        .serviceLevelObjectives(BUCKETS)
        .register(meters);
  }

  private static String withoutNames(String path) {
    return path.replaceAll("\\{[^}]+}", "-");
  }

  private void log(RoutingContext request, String method, String path, int code, long nanos) {
    if (isWorthALine(method, code)) {
      LOG.infof(
          "Processed request method=%s uri=%s status=%d latencyMs=%d operationId=%s externalId=%s",
          method,
          path,
          code,
          nanos / 1_000_000,
          OperationId.of(request),
          RequestIds.externalId(request));
    }
  }

  /** Polls and heartbeats come all the time; usually only what they change is worth a line. */
  private boolean isWorthALine(String method, int code) {
    return switch (config.requests()) {
      case NONE -> false;
      case ERRORS -> code >= FIRST_ERROR;
      case CHANGES -> code >= FIRST_ERROR || !(method.equals("GET") || code == NO_CONTENT);
      case ALL -> true;
    };
  }

  private void count(MetricName name, Tags tags) {
    counts
        .computeIfAbsent(
            new Count(name, tags),
            each -> Counter.builder(each.name().text()).tags(each.tags()).register(meters))
        .increment();
  }
}
