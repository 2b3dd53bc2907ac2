package org.imagebuilder.composer.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobProgressTest {
  @Test
  void an_agent_that_counts_below_zero_is_shown_at_zero() {
    JobProgress progress = JobJson.read("{\"done\": -1, \"total\": -5}", JobProgress.class);

    assertThat(progress).isEqualTo(new JobProgress(null, 0, 0, null));
  }
}
