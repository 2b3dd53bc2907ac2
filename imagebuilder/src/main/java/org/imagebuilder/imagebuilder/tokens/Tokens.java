package org.imagebuilder.imagebuilder.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The token for one neighbour: fetched when first needed, kept until shortly before it ends. */
public final class Tokens {
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final TokenApi client;
  private final Optional<String> clientId;
  private final Optional<String> clientSecret;
  private final InstantSource clock;

  // Replaced as a whole; that two callers replace it at once costs one more fetch and nothing else.
  private volatile Uni<Token> current;

  private record Token(String text, Instant goodUntil) {}

  public Tokens(
      TokenApi client,
      Optional<String> clientId,
      Optional<String> clientSecret,
      InstantSource clock) {
    this.client = client;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.clock = clock;
    this.current = fetch();
  }

  /** False: the neighbour is called without a token. */
  public boolean configured() {
    return clientSecret.filter(secret -> !secret.isBlank()).isPresent();
  }

  /** A token that is good for a while. Callers that come together wait for one fetch. */
  public Uni<String> current() {
    Uni<Token> known = current;
    return known
        .chain(
            token ->
                token.goodUntil().isAfter(clock.instant())
                    ? Uni.createFrom().item(token)
                    : replaced(known))
        // A fetch that failed must not be remembered, be it the one for a token that has ended.
        .onFailure()
        .invoke(this::renew)
        .map(Token::text);
  }

  private Uni<Token> replaced(Uni<Token> known) {
    if (current == known) {
      current = fetch();
    }
    return current;
  }

  /** The neighbour did not take the token: the next caller gets a new one. */
  public void renew() {
    current = fetch();
  }

  private Uni<Token> fetch() {
    return Uni.createFrom()
        .deferred(
            () -> client.token("client_credentials", clientId.orElse(""), clientSecret.orElse("")))
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
