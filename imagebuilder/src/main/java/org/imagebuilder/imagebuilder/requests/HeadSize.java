package org.imagebuilder.imagebuilder.requests;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorBody;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/**
 * Refuses header fields that are too large, in the documented form. The server itself reads some
 * more than is allowed, since what it cannot read it refuses without a word.
 */
@Singleton
public class HeadSize {
  private static final int BEFORE_ALL_OTHERS = 1200;

  /** A colon, a blank and the end of the line. */
  private static final int BETWEEN = 4;

  private final RequestsConfig config;

  HeadSize(RequestsConfig config) {
    this.config = config;
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, BEFORE_ALL_OTHERS);
  }

  private void handle(RoutingContext exchange) {
    if (bytes(exchange) <= config.maxHeaderBytes()) {
      exchange.next();
      return;
    }
    ApiException refusal = new ApiException(ErrorCode.HEADERS_TOO_LARGE);
    exchange
        .response()
        .setStatusCode(refusal.code().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(ErrorBody.of(refusal));
  }

  private static int bytes(RoutingContext exchange) {
    int bytes = 0;
    for (Map.Entry<String, String> header : exchange.request().headers()) {
      bytes += header.getKey().length() + header.getValue().length() + BETWEEN;
    }
    return bytes;
  }
}
