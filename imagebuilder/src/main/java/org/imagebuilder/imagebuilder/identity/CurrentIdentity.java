package org.imagebuilder.imagebuilder.identity;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** The identity of the request that is being answered; for the edges alone. */
@RequestScoped
public class CurrentIdentity {
  private static final String KEY = Identity.class.getName();

  private final CurrentVertxRequest request;

  CurrentIdentity(CurrentVertxRequest request) {
    this.request = request;
  }

  static void keep(RoutingContext exchange, Identity identity) {
    exchange.put(KEY, identity);
  }

  /** Whose request it is, as far as that is known; for the log. */
  public static Optional<String> organisation(RoutingContext exchange) {
    return Optional.ofNullable(exchange.<Identity>get(KEY)).map(Identity::organisation);
  }

  /** Who is calling, for filters; nobody where no identity is asked for. */
  public static Optional<Identity> of(RoutingContext exchange) {
    return Optional.ofNullable(exchange.get(KEY));
  }

  /** Who is calling; the filter has let nobody else through. */
  public Identity get() {
    Identity identity = request.getCurrent().get(KEY);
    if (identity == null) {
      throw new IllegalStateException("a resource answers outside of the identity filter");
    }
    return identity;
  }
}
