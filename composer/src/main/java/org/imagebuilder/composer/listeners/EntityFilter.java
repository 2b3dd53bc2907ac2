package org.imagebuilder.composer.listeners;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Hands the body that was read at the door to the resource that it is for. */
final class EntityFilter {
  private static final String KEY = EntityFilter.class.getName();

  static void keep(RoutingContext request, IncomingBody body) {
    request.put(KEY, body);
  }

  @ServerRequestFilter(preMatching = true)
  void hand(ContainerRequestContext resource, RoutingContext request) {
    IncomingBody body = request.get(KEY);
    if (body != null) {
      resource.setEntityStream(new ByteArrayInputStream(body.bytes().getBytes()));
    }
  }
}
