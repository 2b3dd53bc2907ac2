package org.imagebuilder.composer.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTypeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        " Application/JSON ;",
        "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\"; a=b",
      })
  void json_in_utf_8_is_taken(String type) {
    assertThat(JsonType.isNamedAsUtf8By(List.of(type))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "text/plain",
        "application/jsonx",
        "application/json, text/plain",
        "application/json; charset=utf-16",
        "application/json; charset=utf-8; charset=utf-16",
      })
  void anything_else_is_not(String type) {
    assertThat(JsonType.isNamedAsUtf8By(List.of(type))).isFalse();
  }

  @Test
  void a_body_has_one_type() {
    assertThat(JsonType.isNamedAsUtf8By(List.of())).isFalse();
    assertThat(JsonType.isNamedAsUtf8By(List.of("application/json", "application/json"))).isFalse();
  }
}
