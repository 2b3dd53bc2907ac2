package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The token for composer: fetched when first needed, kept until shortly before it ends. */
@Singleton
class Tokens {
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final TokenClient client;
  private final ComposerConfig config;
  private final InstantSource clock;

  // Replaced as a whole; that two callers replace it at once costs one more fetch and nothing else.
  private volatile Uni<Token> current;

  private record Token(String text, Instant goodUntil) {}

  Tokens(@RestClient TokenClient client, ComposerConfig config, InstantSource clock) {
    this.client = client;
    this.config = config;
    this.clock = clock;
    this.current = fetch();
  }

  /** False: composer is called without a token. */
  boolean configured() {
    return config.clientSecret().filter(secret -> !secret.isBlank()).isPresent();
  }

  /** A token that is good for a while. Callers that come together wait for one fetch. */
  Uni<String> current() {
    Uni<Token> known = current;
    return known
        .chain(
            token ->
                token.goodUntil().isAfter(clock.instant())
                    ? Uni.createFrom().item(token)
                    : replaced(known))
        // A fetch that failed must not be remembered.
        .onFailure()
        .invoke(() -> replaced(known))
        .map(Token::text);
  }

  private Uni<Token> replaced(Uni<Token> known) {
    if (current == known) {
      current = fetch();
    }
    return current;
  }

  /** Composer did not take the token: the next caller gets a new one. */
  void renew() {
    current = fetch();
  }

  private Uni<Token> fetch() {
    return Uni.createFrom()
        .deferred(
            () ->
                client.token(
                    "client_credentials",
                    config.clientId().orElse(""),
                    config.clientSecret().orElse("")))
        .map(this::token)
        .memoize()
        .indefinitely();
  }

  private Token token(ObjectNode answer) {
    Duration life = Duration.ofSeconds(answer.path("expires_in").asLong());
    return new Token(
        answer.required("access_token").asText(), clock.instant().plus(life).minus(MARGIN));
  }
}
