package org.imagebuilder.agent.loops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.imagebuilder.agent.composer.ComposerConnection;
import org.imagebuilder.agent.composer.ComposerSettings;
import org.imagebuilder.agent.composer.Offer;
import org.imagebuilder.agent.composer.Reports;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.testing.FakeComposer;
import org.imagebuilder.agent.testing.FakeLease;
import org.junit.jupiter.api.Test;

class ProgressReportsTest {

  @Test
  void steps_are_reported_at_once_and_what_happens_in_them_is_not() throws Exception {
    try (FakeComposer composer = FakeComposer.start()) {
      FakeLease job = composer.offer("shell", null);
      try (ProgressReports reports = reports(composer, Duration.ofHours(1)).start()) {
        reports.report(step("one", 0));
        await().until(() -> job.partials().size() == 1);
        reports.report(step("one", 0).subProgress(step("half of it", 1)));
        reports.report(step("two", 1));
        await().until(() -> job.partials().size() == 2);
      }

      assertThat(job.partials().get(1).at("/progress/message").asText()).isEqualTo("two");
    }
  }

  @Test
  void what_happens_in_a_step_is_reported_after_the_interval() throws Exception {
    try (FakeComposer composer = FakeComposer.start()) {
      FakeLease job = composer.offer("shell", null);
      try (ProgressReports reports = reports(composer, Duration.ofMillis(50)).start()) {
        reports.report(step("one", 0));
        await().until(() -> job.partials().size() == 1);
        reports.report(step("one", 0).subProgress(step("half of it", 1)));
        await().until(() -> job.partials().size() == 2);
      }

      assertThat(job.partials().get(1).at("/progress/sub_progress/message").asText())
          .isEqualTo("half of it");
    }
  }

  private static ProgressReports reports(FakeComposer composer, Duration interval)
      throws Exception {
    Reports reports =
        new Reports(
            new ComposerConnection(ComposerSettings.plain(composer.url(), composer.base())),
            "x86_64",
            List.of());
    String worker = reports.register(null);
    Offer offer = reports.requestJob(List.of("shell"), worker).orElseThrow();
    return new ProgressReports(reports, offer.lease(), interval);
  }

  private static JobProgress step(String message, int done) {
    return new JobProgress().message(message).done(done).total(2);
  }
}
