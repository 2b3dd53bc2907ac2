package org.imagebuilder.composer.listeners;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import org.imagebuilder.composer.errors.OperationId;
import org.imagebuilder.composer.identity.Door;
import org.imagebuilder.composer.traces.Span;
import org.imagebuilder.composer.traces.TraceContext;
import org.imagebuilder.composer.traces.Traces;

/**
 * Makes each request a span, by the contract's template of its path: what stands in place of a
 * parameter may be a secret.
 */
@Singleton
final class RequestSpans {
  private static final String OTHER_METHOD = "_OTHER";
  private static final int FIRST_FAULT = 500;

  private final Traces traces;

  RequestSpans(Traces traces) {
    this.traces = traces;
  }

  /**
   * Watches a request until it has been answered. Agents ask all the time whether there is anything
   * to do, so theirs belong to traces only where they say so.
   */
  void watch(Door door, RoutingContext request, ApiContract contract, ApiContract.KnownPath known) {
    HttpServerRequest http = request.request();
    List<String> callers = http.headers().getAll(TraceContext.HEADER);
    if (callers.isEmpty() && !traces.areOn()) {
      return;
    }
    String asked = http.method().name();
    // A method is any word that a caller likes.
    String method = known.methods().contains(asked) ? asked : OTHER_METHOD;
    String route = contract.base() + known.template();
    traces
        .serve(method + " " + route, callers, door == Door.CLOUD_API)
        .ifPresent(
            span -> {
              Traces.remember(span);
              if (span.isOurs()) {
                OperationId.set(request, span.context().traceId());
                span.with("http.request.method", method).with("http.route", route);
                request.addEndHandler(answered -> end(request, span));
              }
            });
  }

  private static void end(RoutingContext request, Span span) {
    int status = request.response().getStatusCode();
    if (request.response().headWritten()) {
      span.with("http.response.status_code", status);
    } else {
      span.failed("caller went away");
    }
    if (status >= FIRST_FAULT) {
      span.failed(Integer.toString(status));
    }
    span.end();
  }
}
