package org.imagebuilder.agent.loops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.imagebuilder.agent.testing.FakeComposer;
import org.imagebuilder.agent.testing.FakeLease;
import org.imagebuilder.agent.testing.RunningAgent;
import org.imagebuilder.agent.testing.ShellHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostLeaseTest {

  @Test
  void a_job_whose_lease_is_lost_stops_and_is_neither_reported_nor_handed_back(@TempDir Path work)
      throws Exception {
    ShellHandler handler = new ShellHandler(work);
    try (FakeComposer composer = FakeComposer.start();
        RunningAgent agent = RunningAgent.start(composer, work, handler)) {
      FakeLease job = composer.offer("shell", Map.of("script", "echo >&2; sleep 1000"));
      handler.awaitFirstLine();
      FakeLease next = composer.offer("shell", Map.of("script", "echo next"));

      job.answerHeartbeatsWith(FakeLease.Answer.UNKNOWN);

      await().atMost(Duration.ofSeconds(10)).until(() -> next.result() != null);
      assertThat(job.result()).isNull();
      assertThat(job.handedBack()).isFalse();
    }
  }

  @Test
  void a_result_that_comes_too_late_is_dropped(@TempDir Path work) throws Exception {
    try (FakeComposer composer = FakeComposer.start();
        RunningAgent agent = RunningAgent.start(composer, work, new ShellHandler(work))) {
      FakeLease late = composer.offer("shell", Map.of("script", "true"));
      late.answerHeartbeatsWith(FakeLease.Answer.UNKNOWN);

      FakeLease next = composer.offer("shell", Map.of("script", "echo next"));

      await().atMost(Duration.ofSeconds(10)).until(() -> next.result() != null);
      assertThat(late.result()).isNull();
    }
  }
}
