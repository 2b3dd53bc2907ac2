package org.imagebuilder.composer.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {
  private static final Optional<TraceContext> NOBODY = Optional.empty();

  @Test
  void a_ratio_takes_about_so_many() {
    Sampler tenth = Sampler.of("traceidratio", "0.1");
    Random random = new Random(7);

    long taken =
        random
            .longs(10_000)
            .mapToObj(id -> "0123456789abcdef" + HexFormat.of().toHexDigits(id))
            .filter(id -> tenth.takes(NOBODY, id))
            .count();

    assertThat(taken).isBetween(900L, 1100L);
  }

  @Test
  void a_ratio_of_nothing_takes_nothing_and_a_ratio_of_one_takes_all() {
    String any = "4bf92f3577b34da6a3ce929d0e0e4736";

    assertThat(Sampler.of("traceidratio", "0").takes(NOBODY, any)).isFalse();
    assertThat(Sampler.of("traceidratio", "1").takes(NOBODY, any)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_callers_decision_counts_where_it_shall(boolean decided) {
    Optional<TraceContext> caller =
        Optional.of(
            new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", decided));
    String id = caller.orElseThrow().traceId();

    assertThat(Sampler.of("parentbased_always_on", "").takes(caller, id)).isEqualTo(decided);
    assertThat(Sampler.of("parentbased_always_off", "").takes(caller, id)).isEqualTo(decided);
    assertThat(Sampler.of("always_on", "").takes(caller, id)).isTrue();
    assertThat(Sampler.of("always_off", "").takes(caller, id)).isFalse();
  }

  @Test
  void a_sampler_that_there_is_not_is_refused_by_name() {
    assertThatThrownBy(() -> Sampler.of("jaeger_remote", ""))
        .hasMessageContaining("OTEL_TRACES_SAMPLER is 'jaeger_remote'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ten", "-0.1", "1.1", "NaN"})
  void a_ratio_that_is_none_is_refused_by_name(String ratio) {
    assertThatThrownBy(() -> Sampler.of("parentbased_traceidratio", ratio))
        .hasMessageContaining("OTEL_TRACES_SAMPLER_ARG is '" + ratio + "'");
  }
}
