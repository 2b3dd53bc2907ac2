package org.imagebuilder.imagebuilder.operations;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code GET /metrics} in Prometheus' text format, on the operators' port and, as existing scrapers
 * are used to, on that of the API. Prometheus' client would have every counter end in {@code
 * _total}; those that dashboards know by another name are written under that name.
 */
@Singleton
public class MetricsRoute {
  private static final List<String> PATHS = List.of("/metrics", "/q/metrics");
  private static final int BEFORE_QUARKUS_OWN = -1;
  private static final String SUFFIX = "_total";

  private final PrometheusMeterRegistry metrics;
  private final OperationsConfig config;

  MetricsRoute(PrometheusMeterRegistry metrics, OperationsConfig config) {
    this.metrics = metrics;
    this.config = config;
  }

  void forOperators(@Observes ManagementInterface management) {
    PATHS.forEach(path -> install(management.router(), path));
  }

  void forExistingScrapers(@Observes Router router) {
    if (config.metricsOnApiPort()) {
      install(router, PATHS.getFirst());
    }
  }

  private void install(Router router, String path) {
    router
        .route(HttpMethod.GET, path)
        .order(BEFORE_QUARKUS_OWN)
        // Hundreds of series are written, which no event loop should be held up by.
        .blockingHandler(this::answer, false);
  }

  private void answer(RoutingContext request) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, TextFormat.CONTENT_TYPE_004)
        .end(withKnownNames(metrics.scrape(TextFormat.CONTENT_TYPE_004)));
  }

  static String withKnownNames(String text) {
    return Stream.of(Metric.values())
        .filter(Metric::isCounterWithoutSuffix)
        .map(Metric::wireName)
        .reduce(text, (known, name) -> known.replace(name + SUFFIX, name));
  }
}
