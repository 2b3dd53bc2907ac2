package org.imagebuilder.agent.loops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.imagebuilder.agent.testing.FakeComposer;
import org.imagebuilder.agent.testing.FakeLease;
import org.imagebuilder.agent.testing.RunningAgent;
import org.imagebuilder.agent.testing.ShellHandler;
import org.imagebuilder.agent.tools.ToolRunner;
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
      assertThat(handler.putRight()).isEqualTo(1);
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

  @Test
  void a_cancelled_job_leaves_no_mount_file_or_child(@TempDir Path work) throws Exception {
    Process agent =
        new ProcessBuilder(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Mounting.class.getName(),
                work.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();

    String said = new String(agent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said.strip()).isEqualTo("mounts before: 2, then: 0, jobs: 0, children: 0");
  }

  /** In name spaces of its own, in which it may mount. */
  static final class Mounting {

    private static final String SCRIPT =
        "mkdir tree; mount -t tmpfs none tree; mkdir tree/in; mount -t tmpfs none tree/in;"
            + " cd tree/in; touch file; setsid sleep 1000 & echo begun >&2; sleep 1000";

    public static void main(String[] arguments) throws Exception {
      Path work = Path.of(arguments[0]);
      ShellHandler handler = new ShellHandler(work);
      try (FakeComposer composer = FakeComposer.start();
          RunningAgent agent = RunningAgent.start(composer, work, handler)) {
        FakeLease job = composer.offer("shell", Map.of("script", SCRIPT));
        handler.awaitFirstLine();
        long before = mounts(work);

        job.answerHeartbeatsWith(FakeLease.Answer.CANCELED);

        await().atMost(Duration.ofSeconds(2)).until(() -> jobs(work) == 0);
        System.out.printf(
            "mounts before: %d, then: %d, jobs: %d, children: %d%n",
            before, mounts(work), jobs(work), new ToolRunner(work).killLeftovers());
      }
      System.exit(0);
    }

    private static long mounts(Path work) throws IOException {
      return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
          .filter(line -> line.contains(" " + work))
          .count();
    }

    private static long jobs(Path work) throws IOException {
      try (Stream<Path> jobs = Files.list(work.resolve("jobs"))) {
        return jobs.count();
      }
    }
  }

  private static boolean isAlive(Path pidFile) throws Exception {
    Path stat = Path.of("/proc", Files.readString(pidFile).strip(), "stat");
    // A dead process that nobody has buried yet counts as dead.
    return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
  }
}
