package org.imagebuilder.composer.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members are cut out of the text exactly as they stand in it. */
class RawObjectTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "-1.50e+3",
        "true",
        "\"\"",
        "\"a \\\" \\u00e9 é 😀 , }\"",
        "[]",
        "[1, {\"a\": [2]} ]",
        "{\"b\" : {\"c\":null}}"
      })
  void a_value_is_cut_out_as_it_was_written(String value) {
    RawObject object = RawObject.of(" { \"first\":0 ,\"x\" : " + value + " , \"last\": [ ] } ");

    assertThat(object.member("x")).contains(value);
    assertThat(object.member("last")).contains("[ ]");
  }

  @Test
  void places_are_right_behind_a_long_text_too() {
    String log = "ü\\n".repeat(200_000);
    RawObject object = RawObject.of("{\"log\": \"" + log + "\", \"data\": {\"n\": 1}, \"end\": 7}");

    assertThat(object.member("data")).contains("{\"n\": 1}");
    assertThat(object.member("end")).contains("7");
    assertThat(object.member("log").orElseThrow()).hasSize(log.length() + 2);
  }

  @Test
  void what_is_null_or_absent_is_not_there() {
    RawObject object = RawObject.of("{\"a\": null}");

    assertThat(object.member("a")).isEmpty();
    assertThat(object.member("b")).isEmpty();
  }

  @Test
  void a_changed_object_keeps_everything_else() {
    RawObject object = RawObject.of("{\"a\": 1.0, \"q\\\"\": [ 2 ]}");

    assertThat(object.with(Map.of("a", "3"))).isEqualTo("{\"a\":3,\"q\\\"\":[ 2 ]}");
    assertThat(RawObject.of("{}").with(Map.of("b", "{}"))).isEqualTo("{\"b\":{}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "7", "{", "{\"a\": }", "{\"a\": [1}", "no"})
  void what_is_no_object_is_refused(String text) {
    assertThatThrownBy(() -> RawObject.of(text)).isInstanceOf(MalformedResultException.class);
  }
}
