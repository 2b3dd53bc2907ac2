package org.imagebuilder.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final Backoff backoff =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), new Random(1));

  @Test
  void pauses_double_and_stay_below_the_longest() {
    for (int seconds : new int[] {1, 2, 4, 8, 10, 10}) {
      assertThat(backoff.nextPause())
          .isBetween(Duration.ofMillis(seconds * 500L), Duration.ofSeconds(seconds));
    }
  }

  @Test
  void success_begins_anew() {
    backoff.nextPause();
    backoff.nextPause();

    backoff.reset();

    assertThat(backoff.nextPause()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void two_agents_do_not_come_back_in_step() {
    Backoff other = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), new Random(2));

    assertThat(backoff.nextPause()).isNotEqualTo(other.nextPause());
  }
}
