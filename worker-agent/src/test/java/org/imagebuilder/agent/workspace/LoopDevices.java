package org.imagebuilder.agent.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.imagebuilder.agent.testing.FakeComposer;
import org.imagebuilder.agent.testing.FakeLease;
import org.imagebuilder.agent.testing.RunningAgent;
import org.imagebuilder.agent.testing.ShellHandler;
import org.imagebuilder.agent.tools.ToolCommand;
import org.imagebuilder.agent.tools.ToolRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the kernel's loop devices, which only root may use. */
class LoopDevices {

  private static final String SCRIPT =
      "set -e; truncate -s 8M disk.raw; mke2fs -q -F disk.raw; mkdir tree;"
          + " device=$(losetup --find --show disk.raw); mount $device tree; touch tree/file";

  private final Path work;

  LoopDevices(@TempDir Path directory) throws IOException {
    this.work = directory.toRealPath().resolve("work");
  }

  @Test
  void a_start_detaches_the_devices_of_former_jobs() throws Exception {
    Path left = Files.createDirectories(work.resolve("jobs/left"));
    new ToolRunner(work).run(ToolCommand.of(left, "sh", "-c", SCRIPT));
    assertThat(devices()).hasSize(1);

    try (Workspaces workspaces = Workspaces.take(work)) {
      workspaces.sweep();
    }

    assertThat(devices()).isEmpty();
    assertThat(work.resolve("jobs")).isEmptyDirectory();
  }

  @Test
  void a_cancelled_job_leaves_no_device() throws Exception {
    ShellHandler handler = new ShellHandler(work);
    try (FakeComposer composer = FakeComposer.start();
        RunningAgent agent = RunningAgent.start(composer, work, handler)) {
      FakeLease job =
          composer.offer("shell", Map.of("script", SCRIPT + "; echo begun >&2; sleep 1000"));
      handler.awaitFirstLine();
      assertThat(devices()).hasSize(1);

      job.answerHeartbeatsWith(FakeLease.Answer.CANCELED);

      await().atMost(Duration.ofSeconds(2)).until(() -> devices().isEmpty());
      await().untilAsserted(() -> assertThat(work.resolve("jobs")).isEmptyDirectory());
    }
  }

  private List<String> devices() {
    return Mounts.loopDevices(work, Path.of("/sys/block"));
  }
}
