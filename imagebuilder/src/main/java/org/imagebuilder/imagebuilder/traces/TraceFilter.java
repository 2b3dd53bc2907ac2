package org.imagebuilder.imagebuilder.traces;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Reads or makes the ids of each request before anything else is done for it. */
@Singleton
public class TraceFilter {
  private static final int FIRST_OF_ALL = 1300;
  private static final String KEY = Trace.class.getName();

  void register(@Observes Filters filters) {
    filters.register(this::handle, FIRST_OF_ALL);
  }

  private void handle(RoutingContext exchange) {
    // A request that is sent another way inside of the program comes by twice.
    if (exchange.get(KEY) == null) {
      HttpServerRequest request = exchange.request();
      Trace trace =
          Trace.of(
              request.getHeader(Trace.ID_HEADER),
              request.getHeader(Trace.SPAN_HEADER),
              request.getHeader(Trace.REQUEST_ID_HEADER));
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
