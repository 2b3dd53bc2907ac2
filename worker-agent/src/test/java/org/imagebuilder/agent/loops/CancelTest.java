package org.imagebuilder.agent.loops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.imagebuilder.agent.testing.FakeComposer;
import org.imagebuilder.agent.testing.FakeLease;
import org.imagebuilder.agent.testing.RunningAgent;
import org.imagebuilder.agent.testing.ShellHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancelTest {

  private static final String LONG = "setsid sleep 1000 & echo $! > %s; echo begun >&2; sleep 1000";

  @Test
  void a_cancelled_job_stops_with_its_whole_process_tree_within_two_seconds(@TempDir Path work)
      throws Exception {
    Path pid = work.resolve("pid");
    ShellHandler handler = new ShellHandler(work);
    try (FakeComposer composer = FakeComposer.start();
        RunningAgent agent = RunningAgent.start(composer, work, handler)) {
      FakeLease job = composer.offer("shell", Map.of("script", LONG.formatted(pid)));
      handler.awaitFirstLine();

      job.answerHeartbeatsWith(FakeLease.Answer.CANCELED);

      await().atMost(Duration.ofSeconds(2)).until(() -> !isAlive(pid));
      await().until(job::handedBack);
      assertThat(job.result()).isNull();
    }
  }

  @Test
  void after_a_cancelled_job_the_next_one_runs(@TempDir Path work) throws Exception {
    ShellHandler handler = new ShellHandler(work);
    try (FakeComposer composer = FakeComposer.start();
        RunningAgent agent = RunningAgent.start(composer, work, handler)) {
      FakeLease job =
          composer.offer("shell", Map.of("script", LONG.formatted(work.resolve("pid"))));
      handler.awaitFirstLine();
      FakeLease next = composer.offer("shell", Map.of("script", "echo next"));

      job.answerHeartbeatsWith(FakeLease.Answer.CANCELED);

      await().atMost(Duration.ofSeconds(10)).until(() -> next.result() != null);
    }
  }

  @Test
  void a_job_cancelled_before_its_first_heartbeat_never_gets_far(@TempDir Path work)
      throws Exception {
    ShellHandler handler = new ShellHandler(work);
    try (FakeComposer composer = FakeComposer.start();
        RunningAgent agent = RunningAgent.start(composer, work, handler)) {
      FakeLease job = composer.offer("shell", Map.of("script", "sleep 1000"));

      job.answerHeartbeatsWith(FakeLease.Answer.CANCELED);

      await().atMost(Duration.ofSeconds(5)).until(job::handedBack);
    }
  }

  private static boolean isAlive(Path pidFile) throws Exception {
    Path stat = Path.of("/proc", Files.readString(pidFile).strip(), "stat");
    // A dead process that nobody has buried yet counts as dead.
    return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
  }
}
