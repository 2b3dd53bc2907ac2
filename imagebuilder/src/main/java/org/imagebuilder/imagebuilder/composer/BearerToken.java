package org.imagebuilder.imagebuilder.composer;

import io.smallrye.common.annotation.Identifier;
import jakarta.ws.rs.core.HttpHeaders;
import org.imagebuilder.imagebuilder.tokens.Tokens;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;

/** Puts the token on each call to composer, where one is configured. */
class BearerToken implements ResteasyReactiveClientRequestFilter {
  private final Tokens tokens;

  BearerToken(@Identifier(ComposerTokens.NAME) Tokens tokens) {
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
