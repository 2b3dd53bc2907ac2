package org.imagebuilder.imagebuilder.requests;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Serves the operations under the full version too: v1.0 becomes v1 before anything looks at it.
 */
@Singleton
public class VersionAlias {
  private static final int FIRST = 1000;

  void register(@Observes Filters filters) {
    filters.register(this::handle, FIRST);
  }

  private void handle(RoutingContext exchange) {
    String uri = exchange.request().uri();
    String path = exchange.request().path();
    if (path.startsWith(Contract.FULL_VERSION_BASE + "/")) {
      exchange.reroute(Contract.BASE + uri.substring(Contract.FULL_VERSION_BASE.length()));
    } else {
      exchange.next();
    }
  }
}
