package org.imagebuilder.imagebuilder.operations;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.imagebuilder.imagebuilder.identity.CurrentIdentity;
import org.imagebuilder.imagebuilder.requests.RouteNames;
import org.jboss.logging.Logger;

/**
 * One line per request, by the contract's name of its path. It tells the organisation and nothing
 * else about who called: no names, no addresses, no headers, no bodies.
 */
@Singleton
public class RequestLog {
  private static final Logger LOG = Logger.getLogger(RequestLog.class);
  private static final int BEFORE_IDENTITY = 985;
  private static final int FIRST_ERROR = 400;

  private final RouteNames routes;
  private final LogConfig config;

  RequestLog(RouteNames routes, LogConfig config) {
    this.routes = routes;
    this.config = config;
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, BEFORE_IDENTITY);
  }

  private void handle(RoutingContext exchange) {
    String path = exchange.request().path();
    if (routes.isBelowBase(path)) {
      long begin = System.nanoTime();
      exchange.addEndHandler(ended -> note(exchange, path, System.nanoTime() - begin));
    }
    exchange.next();
  }

  private void note(RoutingContext exchange, String path, long nanos) {
    int status = Ending.of(exchange);
    String method = Ending.method(exchange);
    if (!isWorthALine(method, status)) {
      return;
    }
    LOG.infof(
        "Processed request method=%s uri=%s status=%d latencyMs=%d orgId=%s",
        method,
        routes.withNames(path),
        status,
        nanos / 1_000_000,
        CurrentIdentity.organisation(exchange).orElse(null));
  }

  /** Frontends ask how far it is all the time; what they change is worth a line. */
  private boolean isWorthALine(String method, int status) {
    return switch (config.requests()) {
      case NONE -> false;
      case ERRORS -> status >= FIRST_ERROR;
      case CHANGES -> status >= FIRST_ERROR || !(method.equals("GET") || method.equals("HEAD"));
      case ALL -> true;
    };
  }
}
