package org.imagebuilder.agent.loops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.imagebuilder.agent.composer.ComposerSettings;
import org.imagebuilder.agent.testing.FakeComposer;
import org.imagebuilder.agent.testing.FakeLease;
import org.imagebuilder.agent.testing.RunningAgent;
import org.imagebuilder.agent.testing.ShellHandler;
import org.imagebuilder.agent.tools.ToolRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent in a process of its own, which gets no chance to say good-bye. */
class KilledAgentTest {

  private final Path work;
  private final Path pid;

  KilledAgentTest(@TempDir Path directory) {
    this.work = directory.resolve("work");
    this.pid = directory.resolve("pid");
  }

  @Test
  void a_killed_agent_that_starts_again_frees_its_lease_and_the_job_runs_at_once()
      throws Exception {
    try (FakeComposer composer = FakeComposer.start()) {
      FakeLease job = composer.offer("shell", Map.of("script", script()));
      killInTheMiddle(composer);

      try (RunningAgent again = RunningAgent.start(composer, work, new ShellHandler(work))) {
        await().atMost(Duration.ofSeconds(10)).until(() -> job.result() != null);
      }

      assertThat(composer.registrations()).hasSize(2);
      assertThat(composer.registrations().getLast().getPreviousWorkerId()).isNotNull();
      assertThat(work.resolve("jobs")).isEmptyDirectory();
      assertThat(new ToolRunner(work).killLeftovers()).isZero();
    }
  }

  /** The first run hangs, as a build of hours would; a later one ends. */
  private String script() {
    return "if [ -e %1$s ]; then echo done; else touch half; echo $$ > %1$s; sleep 1000; fi"
        .formatted(pid);
  }

  private void killInTheMiddle(FakeComposer composer) throws IOException, InterruptedException {
    Process agent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Agent.class.getName(),
                composer.url().toString(),
                composer.base(),
                work.toString())
            .inheritIO()
            .start();
    try {
      await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(pid) && Files.size(pid) > 0);
    } finally {
      agent.destroyForcibly().waitFor();
    }
  }

  static final class Agent {
    public static void main(String[] arguments) throws Exception {
      Path work = Path.of(arguments[2]);
      ComposerSettings composer = ComposerSettings.plain(URI.create(arguments[0]), arguments[1]);
      RunningAgent unused = RunningAgent.start(composer, work, new ShellHandler(work));
      Thread.sleep(Duration.ofMinutes(1));
    }
  }
}
