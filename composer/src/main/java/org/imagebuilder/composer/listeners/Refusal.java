package org.imagebuilder.composer.listeners;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.RoutingContext;
import org.imagebuilder.composer.errors.ErrorMapper;

/**
 * The end of a request that is refused, and what becomes of a body that nobody wants. A socket that
 * is closed while bytes still come takes the answer with it, so what comes is read past: a little
 * of it to its end, more of it for a while.
 */
public final class Refusal {
  private static final long LITTLE = 64 * 1024;
  private static final long WHILE_MILLIS = 2_000;

  private Refusal() {}

  /** Answers in the words of the API that has this path. */
  public static void end(
      RoutingContext request, Throwable failure, ErrorMapper errors, String path) {
    dropBody(request.request());
    errors.end(request, failure, path);
    flush(request.request().connection());
  }

  /** To be called before the answer of a request is written whose body nobody reads. */
  static void dropBody(HttpServerRequest request) {
    if (!IncomingBody.isExpected(request) || request.isEnded()) {
      return;
    }
    if (Expectation.isUnmet(request)) {
      Expectation.giveUp(request);
      return;
    }
    request.exceptionHandler(gone -> {});
    request.handler(past -> {});
    request.resume();
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean little = length != null && Long.parseLong(length) <= LITTLE;
    if (!little) {
      Vertx vertx = Vertx.currentContext().owner();
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      vertx.setTimer(WHILE_MILLIS, over -> request.connection().close());
    }
  }

  /**
   * Sends what was written at once. Else it waits until all that came has been looked at, and a
   * body that breaks the rules closes its connection before.
   */
  private static void flush(HttpConnection connection) {
    if (connection instanceof HttpServerConnection server) {
      server.channelHandlerContext().flush();
    }
  }
}
