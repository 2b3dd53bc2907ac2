package org.imagebuilder.composer.errors;

import io.vertx.ext.web.RoutingContext;

/** Names one request in its error body and in the log. */
public final class OperationId {
  private static final String KEY = OperationId.class.getName();

  private OperationId() {}

  /** Calls the request by an id that others know, too. */
  public static void set(RoutingContext request, String id) {
    request.put(KEY, id);
  }

  /** The id of this request; made when somebody first asks for it. */
  public static String of(RoutingContext request) {
    String known = request.get(KEY);
    if (known != null) {
      return known;
    }
    String made = Ksuid.next();
    request.put(KEY, made);
    return made;
  }
}
