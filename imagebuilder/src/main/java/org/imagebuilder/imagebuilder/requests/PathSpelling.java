package org.imagebuilder.imagebuilder.requests;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorBody;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/**
 * Knows nothing under a base path that is spelt in another way, such as with {@code //}, {@code
 * %76} or {@code ;x}. The routes would find their way all the same, but the filters before them,
 * that of the identity above all, look at the path as it was sent.
 */
@Singleton
public class PathSpelling {
  private static final int BEFORE_ALL_OTHERS = 1100;
  private static final String PRODUCT = "/api/image-builder/";
  private static final Pattern MATRIX_PARAMETERS = Pattern.compile(";[^/]*");

  void register(@Observes Filters filters) {
    filters.register(this::handle, BEFORE_ALL_OTHERS);
  }

  private void handle(RoutingContext exchange) {
    String path = exchange.request().path();
    boolean filtered =
        path.startsWith(Contract.BASE + "/") || path.startsWith(Contract.FULL_VERSION_BASE + "/");
    if (!filtered && plain(exchange).startsWith(PRODUCT)) {
      ApiException unknown = new ApiException(ErrorCode.NOT_FOUND);
      exchange
          .response()
          .setStatusCode(unknown.code().status())
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .end(ErrorBody.of(unknown));
    } else {
      exchange.next();
    }
  }

  /** The path as the routes read it. */
  private static String plain(RoutingContext exchange) {
    return MATRIX_PARAMETERS.matcher(exchange.normalizedPath()).replaceAll("");
  }
}
