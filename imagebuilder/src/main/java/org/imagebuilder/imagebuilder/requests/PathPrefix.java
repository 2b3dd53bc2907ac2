package org.imagebuilder.imagebuilder.requests;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Serves the operations under the paths that this deployment has been given in place of the usual
 * ones. They become the usual ones before anything else looks at them, so whatever holds there
 * holds here; the usual ones go on working.
 */
@Singleton
public class PathPrefix {
  private static final int BEFORE_SPELLING = 1200;
  private static final String USUAL = "/api/image-builder";

  private final String given;

  PathPrefix(RequestsConfig config) {
    this.given = "/" + trimmed(config.pathPrefix()) + "/" + trimmed(config.appName());
  }

  void register(@Observes Filters filters) {
    if (!given.equals(USUAL)) {
      filters.register(this::handle, BEFORE_SPELLING);
    }
  }

  /** What users have to put before the path of an operation, for links that are followed. */
  public String ofLinks() {
    return given + Contract.FULL_VERSION_BASE.substring(USUAL.length());
  }

  private void handle(RoutingContext exchange) {
    String path = exchange.request().path();
    if (path.startsWith(given + "/v1/") || path.startsWith(given + "/v1.0/")) {
      exchange.reroute(USUAL + exchange.request().uri().substring(given.length()));
    } else {
      exchange.next();
    }
  }

  private static String trimmed(String segment) {
    return segment.replaceAll("^/+|/+$", "");
  }
}
