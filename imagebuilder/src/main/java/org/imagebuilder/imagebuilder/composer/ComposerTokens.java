package org.imagebuilder.imagebuilder.composer;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.imagebuilder.imagebuilder.neighbours.Connections;
import org.imagebuilder.imagebuilder.tokens.TokenApi;
import org.imagebuilder.imagebuilder.tokens.Tokens;

/** Makes the one cache of tokens for composer. */
class ComposerTokens {
  static final String NAME = "composer";

  @Produces
  @Singleton
  @Identifier(NAME)
  static Tokens tokens(Connections connections, ComposerConfig config, InstantSource clock) {
    TokenApi server =
        connections.to(ComposerConfig.KEY + ".token", config.token()).build(TokenApi.class);
    return new Tokens(server, config.clientId(), config.clientSecret(), clock);
  }
}
