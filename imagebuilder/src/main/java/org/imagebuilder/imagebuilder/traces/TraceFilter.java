package org.imagebuilder.imagebuilder.traces;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reads or makes the ids of each request before anything else is done for it. */
@Singleton
public class TraceFilter {
  private static final int FIRST_OF_ALL = 1300;
  private static final String KEY = Trace.class.getName();
  private static final String SPAN = Span.class.getName();

  private final Traces traces;

  TraceFilter(Traces traces) {
    this.traces = traces;
  }

  /** The span that was begun for this request, if there is one. */
  public static Optional<Span> span(RoutingContext exchange) {
    return Optional.ofNullable(exchange.get(SPAN));
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, FIRST_OF_ALL);
  }

  /**
   * Who brings no ids of the older kind gets those of the span, so that there is one id for all.
   */
  private static Trace trace(HttpServerRequest request, Optional<TraceContext> span) {
    String id = request.getHeader(Trace.ID_HEADER);
    String part = request.getHeader(Trace.SPAN_HEADER);
    return Trace.of(
        id == null ? span.map(TraceContext::traceId).orElse(null) : id,
        part == null ? span.map(TraceContext::spanId).orElse(null) : part,
        request.getHeader(Trace.REQUEST_ID_HEADER));
  }

  /** Begins a span, or hands on the caller's; only the former has ids of ours. */
  private Optional<TraceContext> span(RoutingContext exchange, HttpServerRequest request) {
    Optional<Span> span =
        traces.serve(request.method().name(), request.headers().getAll(TraceContext.HEADER));
    span.ifPresent(Traces::remember);
    span.filter(Span::isOurs).ifPresent(ours -> exchange.put(SPAN, ours));
    return span.filter(Span::isOurs).map(Span::context);
  }

  private void handle(RoutingContext exchange) {
    // A request that is sent another way inside of the program comes by twice.
    if (exchange.get(KEY) == null) {
      HttpServerRequest request = exchange.request();
      Trace trace = trace(request, span(exchange, request));
      exchange.put(KEY, trace);
      trace.remember();
      exchange
          .response()
          .putHeader(Trace.ID_HEADER, trace.id())
          .putHeader(Trace.SPAN_HEADER, trace.span());
    }
    exchange.next();
  }
}
