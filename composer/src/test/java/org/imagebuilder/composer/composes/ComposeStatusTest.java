package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.composer.jobs.JobError;
import org.imagebuilder.composer.jobs.JobProgress;
import org.imagebuilder.composer.jobs.JobReport;
import org.imagebuilder.composer.jobs.ResultSummary;
import org.imagebuilder.composer.jobs.TargetResult;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The status of a compose follows from its jobs and from nothing else. */
class ComposeStatusTest {
  private static final Instant T0 = Instant.parse("2026-09-01T08:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "READY, WAITING, Pending",
    "RUNNING, WAITING, Pending",
    "FAILED, WAITING, Pending",
    "SUCCEEDED, READY, Pending",
    "SUCCEEDED, RUNNING, Building",
    "SUCCEEDED, SUCCEEDED, Succeeded",
    "SUCCEEDED, FAILED, Failed",
    "FAILED, FAILED, Failed",
    "CANCELLED, CANCELLED, Failed",
    "SUCCEEDED, UNKNOWN, Pending",
  })
  void the_last_job_decides(JobState manifest, JobState build, String expected) {
    ComposeStatus status = ComposeStatus.of(List.of(manifest(manifest), build(build)));

    assertThat(status.getClass().getSimpleName()).isEqualTo(expected);
  }

  @Test
  void a_cancelled_compose_says_so() {
    ComposeStatus status =
        ComposeStatus.of(List.of(manifest(JobState.CANCELLED), build(JobState.CANCELLED)));

    assertThat(status)
        .isInstanceOfSatisfying(
            ComposeStatus.Failed.class,
            failed -> {
              assertThat(failed.error().id()).isEqualTo(43);
              assertThat(failed.error().reason()).isEqualTo("Compose was cancelled");
            });
  }

  @Test
  void the_cause_of_a_failed_input_is_shown() {
    JobError cause = new JobError(21, "package not found", TextNode.valueOf("no-such-package"));
    JobError passedOn = new JobError(9, "Manifest dependency failed", null);

    ComposeStatus status =
        ComposeStatus.of(
            List.of(job(JobState.FAILED, summary(cause)), job(JobState.FAILED, summary(passedOn))));

    assertThat(status)
        .isInstanceOfSatisfying(
            ComposeStatus.Failed.class,
            failed ->
                assertThat(failed.error().details())
                    .isEqualTo(
                        ComposeRequests.tree(
                            """
                            [{"id": 21, "reason": "package not found",
                              "details": "no-such-package"}]
                            """)));
  }

  @Test
  void an_error_of_the_build_keeps_its_own_details() {
    JobError error = new JobError(10, "build failure", TextNode.valueOf("disk full"));

    ComposeStatus status =
        ComposeStatus.of(
            List.of(manifest(JobState.SUCCEEDED), job(JobState.FAILED, summary(error))));

    assertThat(status)
        .isInstanceOfSatisfying(
            ComposeStatus.Failed.class, failed -> assertThat(failed.error()).isEqualTo(error));
  }

  @Test
  void while_the_build_waits_the_manifest_speaks() {
    JobProgress progress = new JobProgress("Solving", 1, 3, null);

    ComposeStatus status =
        ComposeStatus.of(
            List.of(
                job(JobState.RUNNING, ResultSummary.of(false, null, null, null, progress)),
                build(JobState.WAITING)));

    assertThat(status.facts().progress()).contains(progress);
  }

  @Test
  void target_results_come_from_the_build() {
    TargetResult result = new TargetResult("org.osbuild.aws.s3", null, null, null);

    ComposeStatus status =
        ComposeStatus.of(
            List.of(
                manifest(JobState.SUCCEEDED),
                job(
                    JobState.SUCCEEDED,
                    ResultSummary.of(true, null, List.of(result), null, null))));

    assertThat(status.facts().uploads()).containsExactly(result);
  }

  private static ResultSummary summary(JobError error) {
    return ResultSummary.of(false, error, null, null, null);
  }

  private static JobReport manifest(JobState state) {
    return job(state, ResultSummary.NOTHING);
  }

  private static JobReport build(JobState state) {
    return job(state, ResultSummary.NOTHING);
  }

  private static JobReport job(JobState state, ResultSummary summary) {
    return new JobReport(
        JobId.random(), "osbuild:x86_64", state, T0, Optional.empty(), Optional.empty(), summary);
  }
}
