package org.imagebuilder.imagebuilder.operations;

import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** How a request ended, in words that logs and metrics can count by. */
final class Ending {
  /** Not a status that anybody was sent: the caller had hung up before there was one. */
  static final int CALLER_WENT_AWAY = 499;

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private Ending() {}

  /** The status that was answered, whoever answered it. */
  static int of(RoutingContext exchange) {
    return exchange.response().headWritten()
        ? exchange.response().getStatusCode()
        : CALLER_WENT_AWAY;
  }

  /** A method is any word that a caller likes, and each would be a series of its own. */
  static String method(RoutingContext exchange) {
    String asked = exchange.request().method().name();
    return METHODS.contains(asked) ? asked : "other";
  }
}
