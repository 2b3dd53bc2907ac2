package org.imagebuilder.composer.listeners;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Shows each door's own contract: as JSON below the API's base, and to the page where people read
 * and try it, which asks the door it came from for /openapi.json.
 */
@Singleton
final class DocumentPages {
  private static final String DOCUMENT = "/openapi.json";
  private static final String PAGE = "/swagger-ui";
  private static final int BEFORE_RESOURCES = -10;

  private final WorkerListener workers;
  private final Contracts contracts;

  DocumentPages(WorkerListener workers, Contracts contracts) {
    this.workers = workers;
    this.contracts = contracts;
  }

  static boolean isPage(String path) {
    return path.equals(DOCUMENT) || path.equals(PAGE) || path.startsWith(PAGE + "/");
  }

  void install(@Observes Router router) {
    router.get(DOCUMENT).order(BEFORE_RESOURCES).handler(this::show);
    router.head(DOCUMENT).order(BEFORE_RESOURCES).handler(this::show);
    for (ApiContract contract : java.util.List.of(contracts.cloud(), contracts.worker())) {
      String path = contract.base() + "/openapi";
      router.get(path).order(BEFORE_RESOURCES).handler(this::show);
      router.head(path).order(BEFORE_RESOURCES).handler(this::show);
    }
  }

  private void show(RoutingContext request) {
    ApiContract contract =
        workers.received(request.request()) ? contracts.worker() : contracts.cloud();
    HttpServerResponse response = request.response().putHeader(HttpHeaders.ETAG, contract.etag());
    if (contract.etag().equals(request.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304).end();
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(contract.document());
    }
  }
}
