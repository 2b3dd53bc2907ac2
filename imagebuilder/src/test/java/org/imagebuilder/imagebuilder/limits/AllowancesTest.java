package org.imagebuilder.imagebuilder.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.imagebuilder.imagebuilder.limits.LimitsConfig.Rate;
import org.junit.jupiter.api.Test;

class AllowancesTest {
  private volatile Instant now = Instant.parse("2026-08-21T09:30:00Z");
  private final Allowances allowances = new Allowances(new TwoReads(1000), () -> now);

  /** Two reads in ten seconds, one compose in an hour, and writes without bound. */
  private record TwoReads(int maxOrganisations) implements LimitsConfig {
    @Override
    public Rate reads() {
      return new Given(2, Duration.ofSeconds(10));
    }

    @Override
    public Rate writes() {
      return new Given(0, Duration.ofSeconds(10));
    }

    @Override
    public Rate composes() {
      return new Given(1, Duration.ofHours(1));
    }
  }

  private record Given(int calls, Duration within) implements Rate {}

  @Test
  void each_class_has_its_own_allowance() {
    passes("1", CallClass.READS, 2);

    assertThat(passes("1", CallClass.READS, 1)).isZero();
    assertThat(passes("1", CallClass.COMPOSES, 2)).isEqualTo(1);
  }

  @Test
  void each_organisation_has_its_own_allowance() {
    passes("1", CallClass.READS, 3);

    assertThat(passes("2", CallClass.READS, 3)).isEqualTo(2);
  }

  @Test
  void a_class_without_a_rule_is_not_counted() {
    assertThat(allowances.take("1", CallClass.WRITES)).isEmpty();
    assertThat(allowances.size()).isZero();
  }

  @Test
  void time_brings_calls_back() {
    passes("1", CallClass.READS, 3);

    now = now.plusSeconds(5);

    assertThat(passes("1", CallClass.READS, 3)).isEqualTo(1);
  }

  @Test
  void of_too_many_organisations_the_longest_idle_are_forgotten() {
    Allowances few = new Allowances(new TwoReads(10), () -> now);
    for (int i = 0; i < 100_000; i++) {
      few.take("org-" + i, CallClass.READS);
      few.take("always", CallClass.READS);
    }

    assertThat(few.size()).isEqualTo(10);
    assertThat(few.take("always", CallClass.READS).orElseThrow().passes()).isFalse();
  }

  @Test
  void calls_that_come_together_are_counted_one_by_one() throws Exception {
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      calls.add(() -> allowances.take("1", CallClass.READS).orElseThrow().passes());
    }

    int through = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Boolean> call : threads.invokeAll(calls)) {
        through += call.get() ? 1 : 0;
      }
    }

    assertThat(through).isEqualTo(2);
  }

  private int passes(String organisation, CallClass kind, int calls) {
    int through = 0;
    for (int i = 0; i < calls; i++) {
      through += allowances.take(organisation, kind).orElseThrow().passes() ? 1 : 0;
    }
    return through;
  }
}
