package org.imagebuilder.imagebuilder.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.imagebuilder.imagebuilder.limits.Allowance.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowanceTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long NOW = 1_787_300_000L * SECOND;

  private final Allowance three = new Allowance(3, Duration.ofSeconds(30));

  @Test
  void a_full_allowance_is_good_for_as_many_calls_as_it_says() {
    Verdict last = after(3, NOW);

    assertThat(last.passes()).isTrue();
    assertThat(last.remaining()).isZero();
    assertThat(three.take(last.fullAt(), NOW).passes()).isFalse();
  }

  @Test
  void what_is_left_is_told_with_the_time_until_all_is_back() {
    Verdict first = three.take(0, NOW);

    assertThat(first.remaining()).isEqualTo(2);
    assertThat(first.resetSeconds()).isEqualTo(10);
  }

  @Test
  void a_call_comes_back_after_its_part_of_the_time() {
    long fullAt = after(3, NOW).fullAt();

    assertThat(three.take(fullAt, NOW + 10 * SECOND - 1).passes()).isFalse();
    assertThat(three.take(fullAt, NOW + 10 * SECOND).passes()).isTrue();
  }

  @Test
  void who_waits_as_long_as_he_is_told_gets_through() {
    long fullAt = after(3, NOW).fullAt();
    Verdict refused = three.take(fullAt, NOW + 3 * SECOND + 1);

    Verdict later =
        three.take(refused.fullAt(), NOW + 3 * SECOND + 1 + refused.resetSeconds() * SECOND);

    assertThat(refused.resetSeconds()).isEqualTo(7);
    assertThat(later.passes()).isTrue();
  }

  @Test
  void refused_calls_cost_nothing() {
    Verdict refused = after(3, NOW);
    for (int i = 0; i < 1000; i++) {
      refused = three.take(refused.fullAt(), NOW + SECOND);
    }

    assertThat(refused.passes()).isFalse();
    assertThat(three.take(refused.fullAt(), NOW + 10 * SECOND).passes()).isTrue();
  }

  @Test
  void in_no_time_of_that_length_do_more_than_twice_as_many_get_through() {
    int through = 0;
    long fullAt = 0;
    for (long at = NOW; at < NOW + 30 * SECOND; at += SECOND / 10) {
      Verdict verdict = three.take(fullAt, at);
      fullAt = verdict.fullAt();
      through += verdict.passes() ? 1 : 0;
    }

    assertThat(through).isEqualTo(5);
  }

  @Test
  void a_clock_that_is_set_back_shuts_nobody_out_for_longer() {
    long fullAt = after(3, NOW).fullAt();
    long yesterday = NOW - 86_400 * SECOND;

    Verdict refused = three.take(fullAt, yesterday);

    assertThat(refused.resetSeconds()).isEqualTo(10);
    assertThat(three.take(refused.fullAt(), yesterday + 10 * SECOND).passes()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"7, PT1S", "1000000, PT1S", "1, PT1H", "3, PT0.000000001S"})
  void a_burst_is_as_large_as_the_rule_says(int calls, Duration within) {
    Allowance allowance = new Allowance(calls, within);
    int through = 0;
    long fullAt = 0;
    for (int i = 0; i < calls + 5; i++) {
      Verdict verdict = allowance.take(fullAt, NOW);
      fullAt = verdict.fullAt();
      through += verdict.passes() ? 1 : 0;
    }

    assertThat(through).isEqualTo(calls);
  }

  @ParameterizedTest
  @CsvSource({"-1, PT1S", "1, PT0S", "1, PT-1S"})
  void a_rule_that_makes_no_sense_is_refused_at_the_start(int calls, Duration within) {
    assertThatThrownBy(() -> new Allowance(calls, within))
        .hasMessageContaining("imagebuilder.limits");
  }

  private Verdict after(int calls, long now) {
    Verdict verdict = three.take(0, now);
    for (int i = 1; i < calls; i++) {
      verdict = three.take(verdict.fullAt(), now);
    }
    return verdict;
  }
}
