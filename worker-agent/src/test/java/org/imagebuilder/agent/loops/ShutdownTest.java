package org.imagebuilder.agent.loops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.imagebuilder.agent.testing.FakeComposer;
import org.imagebuilder.agent.testing.FakeLease;
import org.imagebuilder.agent.testing.RunningAgent;
import org.imagebuilder.agent.testing.ShellHandler;
import org.imagebuilder.agent.tools.ToolRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShutdownTest {

  @Test
  void a_job_that_does_not_end_in_time_is_handed_back(@TempDir Path work) throws Exception {
    ShellHandler handler = new ShellHandler(work);
    try (FakeComposer composer = FakeComposer.start();
        RunningAgent agent = RunningAgent.start(composer, work, handler)) {
      FakeLease job = composer.offer("shell", Map.of("script", "echo >&2; sleep 1000"));
      handler.awaitFirstLine();

      agent.stop();

      assertThat(job.handedBack()).isTrue();
      // Whoever gets the job next needs what this one began elsewhere.
      assertThat(handler.putRight()).isZero();
      assertThat(new ToolRunner(work).killLeftovers()).isZero();
    }
  }

  @Test
  void a_job_that_ends_in_time_is_reported(@TempDir Path work) throws Exception {
    LoopSettings patient =
        new LoopSettings(
            RunningAgent.QUICK.heartbeatInterval(),
            RunningAgent.QUICK.statusInterval(),
            RunningAgent.QUICK.progressInterval(),
            RunningAgent.QUICK.firstPause(),
            RunningAgent.QUICK.longestPause(),
            Duration.ofSeconds(30),
            0,
            RunningAgent.QUICK.reportPatience());
    ShellHandler handler = new ShellHandler(work);
    try (FakeComposer composer = FakeComposer.start();
        RunningAgent agent = RunningAgent.start(composer, work, patient, handler)) {
      FakeLease job = composer.offer("shell", Map.of("script", "echo >&2; sleep 0.5; echo end"));
      handler.awaitFirstLine();

      agent.stop();

      assertThat(job.result()).isNotNull();
      assertThat(job.handedBack()).isFalse();
    }
  }

  @Test
  void an_idle_agent_stops_at_once(@TempDir Path work) throws Exception {
    try (FakeComposer composer = FakeComposer.start();
        RunningAgent agent = RunningAgent.start(composer, work, new ShellHandler(work))) {
      long begin = System.nanoTime();

      agent.stop();

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    }
  }
}
