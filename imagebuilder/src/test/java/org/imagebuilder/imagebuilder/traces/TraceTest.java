package org.imagebuilder.imagebuilder.traces;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
  @Test
  void what_the_caller_sends_is_kept() {
    Trace trace = Trace.of("VMSlpVBiQMSBnjDH", "Ab3.Cd4:1", "f2b7-42/x=");

    assertThat(trace).isEqualTo(new Trace("VMSlpVBiQMSBnjDH", "Ab3.Cd4:1", "f2b7-42/x="));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\nb", "a\u0000", "ümlaut", "\"quoted\"", "-x", "%s"})
  void what_cannot_be_repeated_is_replaced(String unfit) {
    Trace trace = Trace.of(unfit, unfit, unfit);

    assertThat(trace.id()).matches("[0-9a-f]{16}");
    assertThat(trace.span()).matches("[0-9a-f]{16}").isNotEqualTo(trace.id());
    assertThat(trace.requestId()).isEmpty();
  }

  @Test
  void what_is_too_long_is_replaced() {
    assertThat(Trace.of("a".repeat(64), "b".repeat(65), null).id()).hasSize(64);
    assertThat(Trace.of("a".repeat(64), "b".repeat(65), null).span()).hasSize(16);
  }

  @Test
  void outside_of_requests_there_is_no_trace() {
    assertThat(Trace.current()).isEmpty();
  }
}
