package org.imagebuilder.imagebuilder.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final Duration LIFE = Duration.ofMinutes(15);

  private final AtomicInteger fetches = new AtomicInteger();
  private Instant now = Instant.parse("2026-08-21T09:30:00Z");
  private boolean away;

  private final Tokens tokens =
      new Tokens(this::token, Optional.of("me"), Optional.of("mine"), () -> now);

  @Test
  void a_token_is_kept_until_a_minute_before_its_end() {
    String first = get();
    now = now.plus(LIFE).minusSeconds(61);
    String kept = get();
    now = now.plusSeconds(2);
    String renewed = get();

    assertThat(first).isEqualTo("me/mine/1");
    assertThat(kept).isEqualTo(first);
    assertThat(renewed).isEqualTo("me/mine/2");
  }

  @Test
  void a_token_that_was_refused_is_not_used_again() {
    get();
    tokens.renew();

    assertThat(get()).isEqualTo("me/mine/2");
  }

  @Test
  void a_failure_is_not_remembered() {
    away = true;
    assertThatThrownBy(this::get).hasMessage("away");
    away = false;

    assertThat(get()).isEqualTo("me/mine/2");
  }

  @Test
  void a_failure_to_renew_is_not_remembered() {
    get();
    now = now.plus(LIFE);
    away = true;
    assertThatThrownBy(this::get).hasMessage("away");
    away = false;

    assertThat(get()).isEqualTo("me/mine/3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void an_empty_secret_is_none(String secret) {
    assertThat(
            new Tokens(this::token, Optional.of("me"), Optional.of(secret), () -> now).configured())
        .isFalse();
  }

  private Uni<ObjectNode> token(String grantType, String clientId, String clientSecret) {
    int number = fetches.incrementAndGet();
    if (away) {
      return Uni.createFrom().failure(new IllegalStateException("away"));
    }
    return Uni.createFrom()
        .item(
            JsonNodeFactory.instance
                .objectNode()
                .put("access_token", clientId + "/" + clientSecret + "/" + number)
                .put("expires_in", LIFE.toSeconds()));
  }

  private String get() {
    return tokens.current().await().atMost(Duration.ofSeconds(5));
  }
}
