package org.imagebuilder.imagebuilder.composer;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.imagebuilder.imagebuilder.tokens.Tokens;

/** Makes the one cache of tokens for composer. */
class ComposerTokens {
  static final String NAME = "composer";

  @Produces
  @Singleton
  @Identifier(NAME)
  static Tokens tokens(@RestClient TokenClient client, ComposerConfig config, InstantSource clock) {
    return new Tokens(client, config.clientId(), config.clientSecret(), clock);
  }
}
