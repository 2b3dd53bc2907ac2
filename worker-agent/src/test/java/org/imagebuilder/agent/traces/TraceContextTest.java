package org.imagebuilder.agent.traces;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  @Test
  void a_header_in_order_is_read_and_written_the_same() {
    String header = "00-" + TRACE + "-" + SPAN + "-01";

    assertThat(TraceContext.of(header)).contains(new TraceContext(TRACE, SPAN, true));
    assertThat(TraceContext.of(header).orElseThrow().header()).isEqualTo(header);
  }

  @Test
  void only_the_last_bit_of_the_flags_says_that_it_is_recorded() {
    assertThat(TraceContext.of("00-" + TRACE + "-" + SPAN + "-fe"))
        .hasValueSatisfying(context -> assertThat(context.sampled()).isFalse());
    assertThat(TraceContext.of("00-" + TRACE + "-" + SPAN + "-03"))
        .hasValueSatisfying(context -> assertThat(context.sampled()).isTrue());
  }

  @Test
  void a_later_version_may_say_more() {
    assertThat(TraceContext.of("01-" + TRACE + "-" + SPAN + "-01-what-comes")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
        " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nX: y",
      })
  void what_is_not_in_order_is_nothing(String header) {
    assertThat(TraceContext.of(header)).isEmpty();
  }

  @Test
  void what_is_too_long_is_not_looked_at() {
    assertThat(TraceContext.of("01-" + TRACE + "-" + SPAN + "-01-" + "x".repeat(500))).isEmpty();
  }

  @Test
  void the_next_span_is_another_one_of_the_same_trace() {
    TraceContext here = new TraceContext(TRACE, SPAN, true);

    assertThat(here.next().traceId()).isEqualTo(TRACE);
    assertThat(here.next().spanId()).matches("[0-9a-f]{16}").isNotEqualTo(SPAN);
    assertThat(here.next().sampled()).isTrue();
  }
}
