package org.imagebuilder.composer.errors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedTest {
  @Test
  void a_long_text_keeps_what_is_wrong_and_what_to_change() {
    String text = "name: '" + "x".repeat(70_000) + "' is too long, shorten it";

    String bounded = Bounded.text(text);

    assertThat(bounded)
        .startsWith("name: 'xxx")
        .endsWith("' is too long, shorten it")
        .contains("[…]");
    assertThat(bounded.length()).isLessThan(4_100);
  }

  @Test
  void no_character_is_cut_in_two() {
    String text = "a" + "😀".repeat(10_000);

    String bounded = Bounded.text(text);

    assertThat(bounded.codePoints()).noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
  }

  @Test
  void answers_repeat_little_of_what_they_refuse() {
    ErrorBody body = ErrorBody.of(ErrorCode.BAD_REQUEST, "operation", "y".repeat(100_000));

    assertThat(String.valueOf(body.details()).length()).isLessThan(4_100);
  }
}
