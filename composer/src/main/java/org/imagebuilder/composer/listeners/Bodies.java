package org.imagebuilder.composer.listeners;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.imagebuilder.composer.limits.ByteBudget;
import org.imagebuilder.composer.limits.LimitsConfig;

/**
 * Reads the bodies of requests before anything is done for them: one that is too large or too slow
 * costs a connection and what has come of it, never a thread or a place among the requests under
 * way. Reports and files have routes that read by themselves.
 */
@Singleton
final class Bodies {
  private static final Set<String> BY_ROUTES = Set.of("PATCH", "PUT");

  private final long limit;
  private final ByteBudget budget;
  private final Duration timeout;

  Bodies(
      LimitsConfig config,
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
    this.limit = limit.asLongValue();
    this.budget = new ByteBudget(config.requestMemory().asLongValue());
    this.timeout = config.bodyTimeout();
  }

  /** Whether there is something to read here. */
  boolean isDue(HttpServerRequest request) {
    return IncomingBody.isExpected(request) && !BY_ROUTES.contains(request.method().name());
  }

  /** Reads the body for the resource that the request is for. */
  Future<IncomingBody> read(RoutingContext request) {
    return IncomingBody.read(request.request(), limit, budget, timeout)
        .onSuccess(
            body -> {
              EntityFilter.keep(request, body);
              request.addEndHandler(end -> body.letGo());
            });
  }
}
