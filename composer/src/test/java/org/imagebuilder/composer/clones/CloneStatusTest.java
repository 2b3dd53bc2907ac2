package org.imagebuilder.composer.clones;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.composer.jobs.JobError;
import org.imagebuilder.composer.jobs.JobReport;
import org.imagebuilder.composer.jobs.ResultSummary;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.JobState;
import org.junit.jupiter.api.Test;

/** What the jobs of a clone say of it. */
class CloneStatusTest {
  @Test
  void a_clone_that_failed_without_a_word_is_not_said_to_be_cancelled() {
    JobError error = errorOf(JobState.FAILED);

    assertThat(error.id()).isEqualTo(3);
    assertThat(error.reason()).contains("did not say why");
  }

  @Test
  void a_clone_whose_job_was_cancelled_says_so() {
    JobError error = errorOf(JobState.CANCELLED);

    assertThat(error.id()).isEqualTo(43);
    assertThat(error.reason()).contains("cancelled");
  }

  private static JobError errorOf(JobState state) {
    JobReport copy =
        new JobReport(
            JobId.random(),
            "aws-ec2-copy",
            state,
            Instant.EPOCH,
            Optional.of(Instant.EPOCH),
            Optional.of(Instant.EPOCH),
            ResultSummary.NOTHING);
    return ((CloneStatus.Failed) CloneStatus.of(List.of(copy))).error();
  }
}
