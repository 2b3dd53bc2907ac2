package org.imagebuilder.composer.operations;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.imagebuilder.composer.errors.OperationId;
import org.imagebuilder.composer.traces.Span;
import org.imagebuilder.composer.traces.Traces;

/** Lets a record of the log say for which request it was written. */
public final class RequestIds {
  private static final String KEY = RequestIds.class.getName();

  private RequestIds() {}

  /** What the current context does from now on is done for this request. */
  public static void remember(RoutingContext request) {
    Context context = Vertx.currentContext();
    // An event loop's own context serves all its requests.
    if (context instanceof ContextInternal internal && internal.isDuplicate()) {
      context.putLocal(KEY, request);
    }
  }

  /** The ids of the request that is being served here, by the names that they have in the log. */
  static Map<String, String> current() {
    Context context = Vertx.currentContext();
    if (context instanceof ContextInternal internal
        && internal.isDuplicate()
        && context.getLocal(KEY) instanceof RoutingContext request) {
      Map<String, String> ids = new LinkedHashMap<>();
      ids.put("operation_id", OperationId.of(request));
      String external = externalId(request);
      if (!external.isEmpty()) {
        ids.put("external_id", external);
      }
      Traces.current()
          .filter(Span::isOurs)
          .map(Span::context)
          .ifPresent(
              trace -> {
                ids.put("trace_id", trace.traceId());
                ids.put("span_id", trace.spanId());
              });
      return ids;
    }
    return Map.of();
  }

  /** The id that the caller gave its request; empty without one. */
  public static String externalId(RoutingContext request) {
    String id = request.request().getHeader("X-External-Id");
    return id == null ? "" : id.strip();
  }
}
