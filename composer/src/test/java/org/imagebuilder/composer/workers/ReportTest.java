package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
  @Test
  void a_result_keeps_its_text() {
    String result = "{\"a\": 1.00, \"b\":\"\\u0000ü\" , \"c\":[ {} ]}";

    assertThat(read("{ \"result\" :  " + result + " }")).isEqualTo(new Report.Final(result));
  }

  @Test
  void progress_wins_over_a_result() {
    assertThat(read("{\"result\":{},\"partial\":{\"progress\":1}}"))
        .isEqualTo(new Report.Progress("{\"progress\":1}"));
  }

  @Test
  void progress_may_be_any_value() {
    assertThat(read("{\"partial\":[1,2]}")).isEqualTo(new Report.Progress("[1,2]"));
    assertThat(read("{\"partial\":\"half \\\"way\\\"\"}"))
        .isEqualTo(new Report.Progress("\"half \\\"way\\\"\""));
    assertThat(read("{\"partial\":12 ,\"x\":0}")).isEqualTo(new Report.Progress("12"));
    assertThat(read("{\"partial\":true}")).isEqualTo(new Report.Progress("true"));
  }

  @Test
  void null_is_as_if_it_were_missing() {
    assertThat(read("{\"partial\":null,\"result\":{}}")).isEqualTo(new Report.Final("{}"));
  }

  @Test
  void members_of_other_names_do_not_matter() {
    assertThat(read("{\"x\":{\"result\":5},\"result\":{},\"y\":[{}]}"))
        .isEqualTo(new Report.Final("{}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{}|INVALID_CONTENT",
        "[]|INVALID_CONTENT",
        "5|INVALID_CONTENT",
        "{\"result\":null}|INVALID_CONTENT",
        "{\"result\":5}|INVALID_CONTENT",
        "{\"result\":[]}|INVALID_CONTENT",
        "{\"partial\":null}|INVALID_CONTENT",
        "{\"result\":{}|BODY_DECODING_ERROR",
        "{\"result\":{}} x|BODY_DECODING_ERROR",
        "{\"result\":{}}{}|BODY_DECODING_ERROR",
        "{\"result\":{\"a\":}}|BODY_DECODING_ERROR",
        "result|BODY_DECODING_ERROR",
      })
  void what_is_no_report_is_refused(String body, WorkerErrorCode code) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOfSatisfying(
            WorkerException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  @Test
  void an_empty_body_is_no_json() {
    assertThatThrownBy(() -> read(" ")).hasMessageContaining("BODY_DECODING_ERROR");
  }

  @Test
  void progress_is_small() {
    assertThatThrownBy(() -> read("{\"partial\":\"" + "x".repeat(70_000) + "\"}"))
        .hasMessageContaining("65536");
  }

  @Test
  void nesting_without_end_is_refused() {
    assertThatThrownBy(() -> read("{\"result\":" + "{\"a\":".repeat(100_000)))
        .isInstanceOf(WorkerException.class);
  }

  private static Report read(String body) {
    return new ReportReader(200, 4_000).read(body.getBytes(StandardCharsets.UTF_8));
  }
}
