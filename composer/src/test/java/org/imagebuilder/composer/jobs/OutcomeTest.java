package org.imagebuilder.composer.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a result means, whoever sent it. */
class OutcomeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"success": true, "osbuild_output": {"success": true}}                   | 0
          {"success": false, "osbuild_output": {"success": true}}                  | 0
          {"osbuild_output": {"success": true}}                                    | 0
          {"success": true, "osbuild_output": {"success": true}, "target_results": [null]} | 0
          {"success": false}                                                       | 10
          {"success": false, "osbuild_output": {"success": false}}                 | 10
          {"success": true, "job_error": {"id": 17, "reason": "no configuration"}} | 17
          {"success": true, "osbuild_output": {"success": true, "error": {"type": "x"}}} | 18
          {"success": true, "osbuild_output": {"success": true}, "target_results": [{"name": "org.osbuild.aws", "target_error": {"id": 11, "reason": "no bucket"}}]} | 28
          """)
  void a_build_is_judged_by_all_that_it_says(String result, int error) {
    Outcome outcome = Outcome.of(JobType.OSBUILD, result);

    assertThat(outcome.succeeded()).isEqualTo(error == 0);
    assertThat(Optional.ofNullable(outcome.summary().jobError()).map(JobError::id).orElse(0))
        .isEqualTo(error);
  }

  @Test
  void an_error_without_a_reason_and_a_target_without_a_name_say_nothing_instead() {
    Outcome outcome =
        Outcome.of(
            JobType.OSBUILD,
            "{\"success\": false, \"target_results\": [{}], \"job_error\": {\"id\": 10}}");

    assertThat(outcome.summary().text())
        .contains("\"job_error\":{\"id\":10,\"reason\":\"\"}")
        .contains("\"target_results\":[{\"name\":\"\"}]");
  }

  @Test
  void a_failed_target_is_named_in_the_error() {
    Outcome outcome =
        Outcome.of(
            JobType.DEBIAN_IMAGE,
            """
            {"success": true, "osbuild_output": {"success": true}, "target_results":
              [{"name": "org.osbuild.aws.s3", "target_error": {"id": 11, "reason": "no bucket"}}]}
            """);

    assertThat(outcome.summary().text())
        .contains(
            "\"details\":[{\"id\":11,\"reason\":\"no bucket\",\"details\":\"org.osbuild.aws.s3\"}]");
  }

  @Test
  void a_manifest_job_without_a_manifest_has_failed() {
    Outcome outcome =
        Outcome.of(JobType.RPM_MANIFEST, "{\"info\": {\"osbuild_composer_version\": \"x\"}}");

    assertThat(outcome.succeeded()).isFalse();
    assertThat(outcome.meterStatus()).isEqualTo("5xx");
  }

  @ParameterizedTest
  @EnumSource(JobType.class)
  void an_empty_object_is_no_result(JobType type) {
    assertThatExceptionOfType(MalformedResultException.class)
        .isThrownBy(() -> Outcome.of(type, "{}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "7",
        "\"x\"",
        "{",
        "",
        "{\"success\": \"perhaps\"}",
        "{\"job_error\": 5}",
        "{\"something\": 1}"
      })
  void what_is_no_result_is_refused(String text) {
    assertThatExceptionOfType(MalformedResultException.class)
        .isThrownBy(() -> Outcome.of(JobType.OSBUILD, text));
  }

  @Test
  void a_summary_stays_small_whatever_the_worker_sends() {
    String log = "x".repeat(500_000);

    Outcome outcome =
        Outcome.of(
            JobType.OSBUILD,
            "{\"success\": false, \"job_error\": {\"id\": 10, \"reason\": \"build failure\","
                + " \"details\": [\""
                + log
                + "the end\"]}}");

    String summary = outcome.summary().text();
    assertThat(summary.getBytes(StandardCharsets.UTF_8).length).isLessThan(64 * 1024);
    assertThat(summary).contains("the end").contains("build failure");
  }

  @Test
  void a_reason_of_any_length_fits_too() {
    Outcome outcome =
        Outcome.of(
            JobType.OSBUILD,
            "{\"job_error\": {\"id\": 10, \"reason\": \"" + "ä".repeat(200_000) + "\"}}");

    assertThat(outcome.summary().text().getBytes(StandardCharsets.UTF_8).length)
        .isLessThan(64 * 1024);
  }
}
