package org.imagebuilder.imagebuilder.operations;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.imagebuilder.imagebuilder.requests.RouteNames;
import org.imagebuilder.imagebuilder.traces.Span;
import org.imagebuilder.imagebuilder.traces.TraceFilter;

/**
 * Ends the spans of requests below the public base path, by the contract's name of the path. Spans
 * of probes and pages are never ended, and so never seen.
 */
@Singleton
public class RequestSpans {
  private static final int RIGHT_AFTER_IDS = 1290;
  private static final int FIRST_FAULT = 500;
  private static final String SEEN = RequestSpans.class.getName();

  private final RouteNames routes;

  RequestSpans(RouteNames routes) {
    this.routes = routes;
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, RIGHT_AFTER_IDS);
  }

  private void handle(RoutingContext exchange) {
    String path = exchange.request().path();
    // A request that is sent on to another spelling of its path comes by twice.
    if (exchange.get(SEEN) == null && routes.isBelowBase(path)) {
      exchange.put(SEEN, true);
      TraceFilter.span(exchange)
          .ifPresent(span -> exchange.addEndHandler(ended -> end(exchange, span, path)));
    }
    exchange.next();
  }

  private void end(RoutingContext exchange, Span span, String path) {
    int status = Ending.of(exchange);
    String method = Ending.method(exchange);
    String route = routes.withNames(path);
    span.named(method + " " + route)
        .with("http.request.method", method)
        .with("http.route", route)
        .with("http.response.status_code", status);
    if (status >= FIRST_FAULT) {
      span.failed(Integer.toString(status));
    }
    span.end();
  }
}
