package org.imagebuilder.composer.operations;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** {@code GET /metrics} of the management port, where existing scrapers look, and Quarkus' path. */
@Singleton
final class MetricsRoute {
  private static final List<String> PATHS = List.of("/metrics", "/q/metrics");
  private static final int BEFORE_QUARKUS_OWN = -1;

  private final PrometheusMeterRegistry metrics;

  MetricsRoute(PrometheusMeterRegistry metrics) {
    this.metrics = metrics;
  }

  void install(@Observes ManagementInterface management) {
    for (String path : PATHS) {
      management
          .router()
          .route(HttpMethod.GET, path)
          .order(BEFORE_QUARKUS_OWN)
          // Hundreds of series are written, which no event loop should be held up by.
          .blockingHandler(this::answer, false);
    }
  }

  private void answer(RoutingContext request) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, Exposition.CONTENT_TYPE)
        .end(Exposition.of(metrics.getPrometheusRegistry()));
  }
}
