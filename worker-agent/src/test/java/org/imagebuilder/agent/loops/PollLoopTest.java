package org.imagebuilder.agent.loops;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.imagebuilder.agent.testing.FakeComposer;
import org.imagebuilder.agent.testing.FakeLease;
import org.imagebuilder.agent.testing.RunningAgent;
import org.imagebuilder.agent.testing.ShellHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PollLoopTest {

  private final FakeComposer composer;

  PollLoopTest() throws IOException {
    composer = FakeComposer.start();
  }

  @AfterEach
  void stopComposer() {
    composer.close();
  }

  @Test
  void a_job_is_leased_run_and_reported(@TempDir Path work) throws Exception {
    FakeLease job = composer.offer("shell", Map.of("script", "echo done"));

    try (RunningAgent agent = start(work)) {
      assertThat(resultOf(job).path("output").asText()).isEqualTo("done\n");
    }
    assertThat(composer.violations()).isEmpty();
  }

  @Test
  void a_lease_is_confirmed_at_once_and_kept_while_the_job_runs(@TempDir Path work)
      throws Exception {
    FakeLease job = composer.offer("shell", Map.of("script", "echo >&2; sleep 1000"));
    ShellHandler handler = new ShellHandler(work);

    try (RunningAgent agent = RunningAgent.start(composer, work, handler)) {
      handler.awaitFirstLine();
      await().atMost(Duration.ofSeconds(10)).until(() -> job.heartbeats() >= 3);
    }
  }

  @Test
  void progress_is_sent_while_the_job_runs(@TempDir Path work) throws Exception {
    FakeLease job = composer.offer("shell", Map.of("script", "sleep 1000"));

    try (RunningAgent agent = start(work)) {
      await().until(() -> !job.partials().isEmpty());
    }
    assertThat(job.partials().getFirst().at("/progress/message").asText()).isEqualTo("Running");
  }

  @Test
  void an_unknown_type_is_failed_at_once(@TempDir Path work) throws Exception {
    FakeLease job = composer.offer("bake-cake", Map.of());

    try (RunningAgent agent = start(work)) {
      JsonNode error = resultOf(job).path("job_error");
      assertThat(error.path("id").asInt()).isEqualTo(45);
      assertThat(error.path("reason").asText()).contains("bake-cake");
    }
  }

  @Test
  void args_of_the_wrong_shape_are_failed_with_the_members_name(@TempDir Path work)
      throws Exception {
    FakeLease job = composer.offer("shell", Map.of("script", Map.of("no", "text")));

    try (RunningAgent agent = start(work)) {
      JsonNode error = resultOf(job).path("job_error");
      assertThat(error.path("id").asInt()).isEqualTo(29);
      assertThat(error.path("details").asText()).contains("script");
    }
  }

  @Test
  void missing_args_are_failed_too(@TempDir Path work) throws Exception {
    FakeLease job = composer.offer("shell", null);

    try (RunningAgent agent = start(work)) {
      assertThat(resultOf(job).at("/job_error/id").asInt()).isEqualTo(29);
    }
  }

  @Test
  void a_handler_that_throws_fails_its_job_and_the_next_one_runs(@TempDir Path work)
      throws Exception {
    FakeLease bad = composer.offer("shell", Map.of("script", "throw"));
    FakeLease good = composer.offer("shell", Map.of("script", "echo fine"));

    try (RunningAgent agent = start(work)) {
      assertThat(resultOf(good).path("output").asText()).isEqualTo("fine\n");
    }
    assertThat(resultOf(bad).at("/job_error/id").asInt()).isEqualTo(37);
  }

  @Test
  void a_tool_that_hangs_fails_its_job_in_time(@TempDir Path work) throws Exception {
    FakeLease job = composer.offer("shell", Map.of("script", "sleep 1000"));
    ShellHandler handler = new ShellHandler(work, Duration.ofMillis(300));

    try (RunningAgent agent = RunningAgent.start(composer, work, handler)) {
      JsonNode error = resultOf(job).path("job_error");
      assertThat(error.path("id").asInt()).isEqualTo(10);
      assertThat(error.path("reason").asText()).contains("took longer");
    }
  }

  @Test
  void the_loop_survives_that_composer_is_away(@TempDir Path work) throws Exception {
    try (RunningAgent agent = start(work)) {
      await().until(() -> composer.polls() > 0);
      composer.goAway();
      FakeLease job = composer.offer("shell", Map.of("script", "echo late"));
      composer.comeBack();

      assertThat(resultOf(job).path("output").asText()).isEqualTo("late\n");
    }
  }

  @Test
  void a_result_waits_for_composer_to_come_back(@TempDir Path work) throws Exception {
    Path gate = work.resolve("gate");
    FakeLease job =
        composer.offer(
            "shell",
            Map.of("script", "echo >&2; until [ -e %s ]; do :; done; echo kept".formatted(gate)));
    ShellHandler handler = new ShellHandler(work);

    try (RunningAgent agent = RunningAgent.start(composer, work, handler)) {
      handler.awaitFirstLine();
      composer.goAway();
      assertThat(gate.toFile().createNewFile()).isTrue();
      composer.awaitRefusals(3);
      composer.comeBack();

      assertThat(resultOf(job).path("output").asText()).isEqualTo("kept\n");
    }
  }

  @Test
  void a_refused_result_becomes_a_failed_job(@TempDir Path work) throws Exception {
    composer.refuseResults(1);
    FakeLease job = composer.offer("shell", Map.of("script", "true"));

    try (RunningAgent agent = start(work)) {
      assertThat(resultOf(job).at("/job_error/id").asInt()).isEqualTo(37);
    }
  }

  @Test
  void a_forgotten_worker_registers_again_without_ending_its_own_leases(@TempDir Path work)
      throws Exception {
    try (RunningAgent agent = start(work)) {
      await().until(() -> composer.polls() > 0);

      composer.forgetWorkers();

      await().until(() -> composer.registrations().size() >= 2);
    }
    assertThat(composer.registrations().get(1).getPreviousWorkerId()).isNull();
  }

  @Test
  void a_restarted_agent_names_its_former_id(@TempDir Path work) throws Exception {
    try (RunningAgent agent = start(work)) {
      await().until(() -> composer.polls() > 0);
    }

    try (RunningAgent agent = start(work)) {
      await().until(() -> composer.registrations().size() == 2);
    }

    assertThat(composer.registrations().get(1).getPreviousWorkerId()).isNotNull();
  }

  @Test
  void no_job_is_taken_without_disk_space(@TempDir Path work) throws Exception {
    LoopSettings greedy =
        new LoopSettings(
            RunningAgent.QUICK.heartbeatInterval(),
            RunningAgent.QUICK.statusInterval(),
            RunningAgent.QUICK.progressInterval(),
            RunningAgent.QUICK.firstPause(),
            RunningAgent.QUICK.longestPause(),
            RunningAgent.QUICK.shutdownGrace(),
            Long.MAX_VALUE,
            RunningAgent.QUICK.reportPatience());
    composer.offer("shell", Map.of("script", "true"));

    try (RunningAgent agent = RunningAgent.start(composer, work, greedy, new ShellHandler(work))) {
      await().until(() -> !composer.registrations().isEmpty());
    }

    assertThat(composer.polls()).isZero();
  }

  @Test
  void another_base_path_can_be_configured(@TempDir Path work) throws Exception {
    try (FakeComposer elsewhere = FakeComposer.startAt("/api/worker/v1")) {
      FakeLease job = elsewhere.offer("shell", Map.of("script", "echo there"));

      try (RunningAgent agent = RunningAgent.start(elsewhere, work, new ShellHandler(work))) {
        assertThat(resultOf(job).path("output").asText()).isEqualTo("there\n");
      }
    }
  }

  @Test
  void a_jobs_directory_is_gone_when_the_job_is_over(@TempDir Path work) throws Exception {
    FakeLease job = composer.offer("shell", Map.of("script", "touch left; pwd"));

    try (RunningAgent agent = start(work)) {
      Path directory = Path.of(resultOf(job).path("output").asText().strip());
      await().until(() -> !directory.toFile().exists());
    }
  }

  private RunningAgent start(Path work) throws IOException {
    return RunningAgent.start(composer, work, new ShellHandler(work));
  }

  private static JsonNode resultOf(FakeLease job) {
    await().atMost(Duration.ofSeconds(20)).until(() -> job.result() != null);
    return requireNonNull(job.result());
  }
}
