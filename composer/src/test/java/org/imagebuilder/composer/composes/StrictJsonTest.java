package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.imagebuilder.composer.errors.ApiException;
import org.imagebuilder.composer.errors.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that could be read in two ways, or not be kept, are refused. */
class StrictJsonTest {
  private static final StrictJson JSON = new StrictJson(16, 1_000);

  static List<String> badBodies() {
    return List.of(
        "{",
        "nonsense",
        "{} {}",
        "{} x",
        "{\"a\": 1, \"a\": 2}",
        "{\"a\": {\"b\": 1, \"b\": 2}}",
        "{\"a\": \"\\u0000\"}",
        "{\"a\\u0000\": 1}",
        "[1]",
        "\"text\"",
        "null",
        "{\"a\": NaN}",
        "{'a': 1}",
        "{\"a\": 1,}",
        "[".repeat(17) + "]".repeat(17),
        "{\"a\":".repeat(17) + "1" + "}".repeat(17));
  }

  @ParameterizedTest
  @MethodSource("badBodies")
  void a_bad_body_is_refused(String body) {
    ApiException refused = catchThrowableOfType(ApiException.class, () -> read(body));

    assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
    assertThat(refused.details()).isNotBlank();
  }

  @Test
  void bytes_that_are_no_utf_8_are_refused() {
    byte[] body = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};

    ApiException refused = catchThrowableOfType(ApiException.class, () -> JSON.read(body));

    assertThat(refused.details()).isEqualTo("the body is not UTF-8");
  }

  @Test
  void a_number_that_no_machine_holds_cannot_be_decoded() {
    ApiException refused =
        catchThrowableOfType(
            ApiException.class, () -> read("{\"a\": {\"b\": [123456789012345678901]}}"));

    assertThat(refused.code()).isEqualTo(ErrorCode.BODY_DECODING_ERROR);
    assertThat(refused.details()).startsWith("a.b[0]:");
  }

  @Test
  void a_good_body_is_read() {
    assertThat(read(" {\"a\": [1, {\"b\": \"\\u00e4\"}]}\n").at("/a/1/b").asText()).isEqualTo("ä");
  }

  private static com.fasterxml.jackson.databind.node.ObjectNode read(String body) {
    return JSON.read(body.getBytes(StandardCharsets.UTF_8));
  }
}
