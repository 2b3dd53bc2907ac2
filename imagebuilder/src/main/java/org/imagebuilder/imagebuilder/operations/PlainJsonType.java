package org.imagebuilder.imagebuilder.operations;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** JSON is always UTF-8; the framework would say so, which the contract does not. */
@Singleton
public class PlainJsonType {
  private static final int ANY_TIME = 980;

  void register(@Observes Filters filters) {
    filters.register(this::handle, ANY_TIME);
  }

  private void handle(RoutingContext exchange) {
    exchange.addHeadersEndHandler(
        written -> {
          String type = exchange.response().headers().get(HttpHeaders.CONTENT_TYPE);
          if ("application/json;charset=UTF-8".equalsIgnoreCase(type)) {
            exchange.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
          }
        });
    exchange.next();
  }
}
