package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.composer.jobs.JobError;
import org.imagebuilder.composer.jobs.JobReport;
import org.imagebuilder.composer.jobs.ResultSummary;
import org.imagebuilder.composer.jobs.TargetResult;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The status of a compose for Koji follows from its jobs: the whole, and each image. */
class KojiStatusTest {
  private static final Instant T0 = Instant.parse("2026-09-01T08:00:00Z");
  private static final JobError NO_BUILD = new JobError(15, "no such tag", null);
  private static final JobError BROKEN = new JobError(10, "build failure", null);
  private static final JobError PASSED_ON = new JobError(13, "a dependency failed", null);

  @ParameterizedTest
  @CsvSource({
    "RUNNING, WAITING, WAITING, WAITING, Pending, Pending, Pending",
    "SUCCEEDED, RUNNING, WAITING, WAITING, Pending, Building, Pending",
    "SUCCEEDED, SUCCEEDED, RUNNING, WAITING, Pending, Succeeded, Building",
    "SUCCEEDED, SUCCEEDED, SUCCEEDED, RUNNING, Pending, Succeeded, Succeeded",
    "SUCCEEDED, SUCCEEDED, SUCCEEDED, SUCCEEDED, Succeeded, Succeeded, Succeeded",
    "SUCCEEDED, FAILED, SUCCEEDED, READY, Pending, Failed, Succeeded",
    "SUCCEEDED, FAILED, SUCCEEDED, FAILED, Failed, Failed, Succeeded",
    "SUCCEEDED, SUCCEEDED, SUCCEEDED, FAILED, Failed, Succeeded, Succeeded",
    "FAILED, FAILED, FAILED, FAILED, Failed, Failed, Failed",
    // A worker that did not notice: without an image there is no build.
    "SUCCEEDED, FAILED, SUCCEEDED, SUCCEEDED, Failed, Failed, Succeeded",
    "SUCCEEDED, SUCCEEDED, CANCELLED, READY, Failed, Succeeded, Failed",
  })
  void the_whole_ends_with_the_import_and_an_image_with_its_build(
      JobState init,
      JobState first,
      JobState second,
      JobState last,
      String whole,
      String firstImage,
      String secondImage) {
    KojiStatus status =
        KojiStatus.of(
            List.of(
                job("koji-init", init),
                job("rpm-manifest", JobState.SUCCEEDED),
                job("osbuild:x86_64", first),
                job("rpm-manifest", JobState.SUCCEEDED),
                job("osbuild:aarch64", second),
                job("koji-finalize", last)));

    assertThat(name(status.whole())).isEqualTo(whole);
    assertThat(status.images())
        .extracting(KojiStatusTest::name)
        .containsExactly(firstImage, secondImage);
  }

  @Test
  void the_build_in_koji_is_known_as_soon_as_it_is_reserved() {
    ResultSummary reserved = new ResultSummary(true, null, null, null, null, 4242L);

    KojiStatus status =
        KojiStatus.of(
            List.of(
                job("koji-init", JobState.SUCCEEDED, reserved),
                job("rpm-manifest", JobState.RUNNING),
                job("osbuild:x86_64", JobState.WAITING),
                job("koji-finalize", JobState.WAITING)));

    assertThat(status.buildId()).contains(4242L);
    assertThat(status.error()).isEmpty();
  }

  @Test
  void a_reservation_that_failed_is_the_cause_of_every_image() {
    KojiStatus status =
        KojiStatus.of(
            List.of(
                job("koji-init", JobState.FAILED, failed(NO_BUILD)),
                job("rpm-manifest", JobState.SUCCEEDED),
                job("osbuild:x86_64", JobState.FAILED, failed(new JobError(26, "dep", null))),
                job("koji-finalize", JobState.FAILED, failed(PASSED_ON))));

    assertThat(status.images())
        .singleElement()
        .isInstanceOfSatisfying(
            ComposeStatus.Failed.class,
            image ->
                assertThat(image.error().details())
                    .isEqualTo(
                        ComposeRequests.tree("[{\"id\": 15, \"reason\": \"no such tag\"}]")));
  }

  @Test
  void one_image_that_failed_does_not_spoil_the_other() {
    KojiStatus status =
        KojiStatus.of(
            List.of(
                job("koji-init", JobState.SUCCEEDED),
                job("rpm-manifest", JobState.FAILED, failed(BROKEN)),
                job("osbuild:x86_64", JobState.FAILED, failed(new JobError(26, "dep", null))),
                job("rpm-manifest", JobState.SUCCEEDED),
                job("osbuild:aarch64", JobState.SUCCEEDED),
                job("koji-finalize", JobState.FAILED, failed(PASSED_ON))));

    assertThat(status.images().get(1)).isInstanceOf(ComposeStatus.Succeeded.class);
    assertThat(status.error().map(JobError::id)).contains(13);
  }

  @Test
  void a_cancelled_compose_has_ended_for_its_caller_before_koji_is_told() {
    KojiStatus status =
        KojiStatus.of(
            List.of(
                job("koji-init", JobState.SUCCEEDED),
                job("rpm-manifest", JobState.CANCELLED),
                job("osbuild:x86_64", JobState.CANCELLED),
                job("koji-finalize", JobState.READY)));

    assertThat(status.whole())
        .isInstanceOfSatisfying(
            ComposeStatus.Failed.class, whole -> assertThat(whole.error().id()).isEqualTo(43));
    assertThat(status.whole().facts().finishedAt()).contains(T0);
  }

  @Test
  void the_files_at_the_hub_are_no_upload_of_their_own() {
    TargetResult atHub = new TargetResult("org.osbuild.koji", null, null, null);
    TargetResult inBucket = new TargetResult("org.osbuild.aws.s3", null, null, null);

    KojiStatus status =
        KojiStatus.of(
            List.of(
                job("koji-init", JobState.SUCCEEDED),
                job("rpm-manifest", JobState.SUCCEEDED),
                job(
                    "osbuild:x86_64",
                    JobState.SUCCEEDED,
                    ResultSummary.of(true, null, List.of(atHub, inBucket), null, null)),
                job("koji-finalize", JobState.SUCCEEDED)));

    assertThat(status.images().getFirst().facts().uploads()).containsExactly(inBucket);
  }

  private static String name(ComposeStatus status) {
    return status.getClass().getSimpleName();
  }

  private static ResultSummary failed(JobError error) {
    return ResultSummary.of(false, error, null, null, null);
  }

  private static JobReport job(String queueType, JobState state) {
    return job(queueType, state, ResultSummary.NOTHING);
  }

  private static JobReport job(String queueType, JobState state, ResultSummary summary) {
    return new JobReport(
        JobId.random(),
        queueType,
        state,
        T0,
        Optional.empty(),
        state.isFinal() ? Optional.of(T0) : Optional.empty(),
        summary);
  }
}
