package org.imagebuilder.agent.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.imagebuilder.agent.testing.SettableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenewedTokenTest {

  private final SettableClock clock = new SettableClock();
  private final AtomicInteger fetched = new AtomicInteger();

  @Test
  void a_token_is_renewed_while_it_is_still_good_for_a_long_call() throws Exception {
    RenewedToken token = token(3600);
    token.token();
    clock.advance(Duration.ofSeconds(3001));

    assertThat(token.token()).isEqualTo("token-2");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, -1, 0})
  void a_lifetime_that_cannot_be_is_no_reason_to_fail(long seconds) throws Exception {
    assertThat(token(seconds).token()).isEqualTo("token-1");
  }

  @Test
  void no_token_is_believed_for_more_than_a_day() throws Exception {
    RenewedToken token = token(Long.MAX_VALUE);
    token.token();
    clock.advance(Duration.ofDays(1));

    assertThat(token.token()).isEqualTo("token-2");
  }

  private RenewedToken token(long seconds) {
    return new RenewedToken(
        () ->
            new RenewedToken.Fresh(
                "token-" + fetched.incrementAndGet(), Duration.ofSeconds(seconds)),
        Duration.ofMinutes(10),
        clock);
  }
}
