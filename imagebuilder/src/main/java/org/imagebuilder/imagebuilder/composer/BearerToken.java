package org.imagebuilder.imagebuilder.composer;

import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;

/** Puts the token on each call to composer, where one is configured. */
class BearerToken implements ResteasyReactiveClientRequestFilter {
  private final Tokens tokens;

  BearerToken(Tokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public void filter(ResteasyReactiveClientRequestContext call) {
    if (!tokens.configured()) {
      return;
    }
    call.suspend();
    tokens
        .current()
        .subscribe()
        .with(
            token -> {
              call.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + token);
              call.resume();
            },
            call::resume);
  }
}
