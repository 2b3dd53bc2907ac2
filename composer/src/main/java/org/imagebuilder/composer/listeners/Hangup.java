package org.imagebuilder.composer.listeners;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * What becomes of a body that nobody wants. A socket that is closed while bytes still come takes
 * the answer with it, so what comes is read past: a little of it to its end, more of it for a
 * while.
 */
public final class Hangup {
  private static final long LITTLE = 64 * 1024;
  private static final long WHILE_MILLIS = 2_000;

  private Hangup() {}

  /** To be called before the answer of a refused request is written. */
  public static void dropBody(HttpServerRequest request) {
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
      request
          .response()
          .endHandler(told -> vertx.setTimer(WHILE_MILLIS, over -> request.connection().close()));
    }
  }
}
