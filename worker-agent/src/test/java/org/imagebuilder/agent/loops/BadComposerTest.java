package org.imagebuilder.agent.loops;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.imagebuilder.agent.testing.FakeComposer;
import org.imagebuilder.agent.testing.FakeLease;
import org.imagebuilder.agent.testing.LogLines;
import org.imagebuilder.agent.testing.Mood;
import org.imagebuilder.agent.testing.RunningAgent;
import org.imagebuilder.agent.testing.Servers;
import org.imagebuilder.agent.testing.ShellHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A composer, or what stands in its place, that does not do as the contract says. */
class BadComposerTest {

  private final Mood mood = new Mood();
  private final FakeComposer composer;
  private final LogLines said = LogLines.of(Trouble.class.getName());

  BadComposerTest() throws IOException {
    composer = FakeComposer.startOn(Servers.plain(), mood);
  }

  @AfterEach
  void close() {
    said.close();
    composer.close();
  }

  static Stream<Arguments> moods() {
    return Stream.of(
        Arguments.of("no JSON", Mood.status(200, "<html>Welcome</html>"), "is not composer"),
        Arguments.of("no JSON but 201", Mood.status(201, "<html>Hi</html>"), "is not composer"),
        Arguments.of("another shape", Mood.status(201, "[1,2,3]"), "is not composer"),
        Arguments.of("null", Mood.status(201, "null"), "is not composer"),
        Arguments.of("nothing", Mood.status(201, ""), "is not composer"),
        Arguments.of("no end", Mood.endless(201), "cannot be reached"),
        Arguments.of("500", Mood.status(500, "oops"), "answered 500"),
        Arguments.of("401", Mood.status(401, ""), "agent.authentication.oauth-url"),
        Arguments.of("403", Mood.status(403, ""), "what its account is allowed"),
        Arguments.of(
            "404 of another program", Mood.status(404, "none"), "agent.composer.base-path"),
        Arguments.of(
            "redirect", Mood.redirect("https://elsewhere.example/x?token=1"), "elsewhere.example:"),
        Arguments.of("hung up", Mood.hangUp(), "cannot be reached"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("moods")
  void the_agent_says_once_what_is_wrong_and_goes_on_when_it_is_over(
      String name, Mood.Answer answer, String reason, @TempDir Path work) throws Exception {
    FakeLease job = composer.offer("shell", Map.of("script", "echo fine"));
    mood.turn(answer);

    try (RunningAgent agent = start(work)) {
      mood.awaitAnswers(5);
      mood.beWell();
      awaitResult(job);
    }

    assertThat(said.lines()).filteredOn(line -> line.contains(reason)).hasSize(1);
    assertThat(said.lines()).hasSize(2).last().isEqualTo("composer is well again");
    assertThat(said.lines().toString()).doesNotContain("token=1");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("moods")
  void a_running_job_goes_on_and_is_reported_when_it_is_over(
      String name, Mood.Answer answer, String reason, @TempDir Path work) throws Exception {
    Path gate = work.resolve("gate");
    FakeLease job =
        composer.offer(
            "shell",
            Map.of("script", "echo >&2; until [ -e %s ]; do :; done; echo kept".formatted(gate)));
    ShellHandler handler = new ShellHandler(work);

    try (RunningAgent agent = RunningAgent.start(composer, work, handler)) {
      handler.awaitFirstLine();
      mood.turn(answer);
      mood.awaitAnswers(3);
      assertThat(gate.toFile().createNewFile()).isTrue();
      mood.awaitAnswers(8);
      mood.beWell();
      awaitResult(job);
    }

    assertThat(requireNonNull(job.result()).path("output").asText()).isEqualTo("kept\n");
  }

  @Test
  void a_single_failure_is_not_worth_a_line(@TempDir Path work) throws Exception {
    FakeLease job = composer.offer("shell", Map.of("script", "echo fine"));
    mood.turn(
        exchange -> {
          mood.beWell();
          Mood.status(500, "").give(exchange);
        });

    try (RunningAgent agent = start(work)) {
      awaitResult(job);
    }

    assertThat(said.lines()).isEmpty();
  }

  @Test
  void a_composer_that_lets_nobody_wait_is_asked_with_pauses(@TempDir Path work) throws Exception {
    mood.turn(is("POST", "/jobs"), Mood.status(204, ""));

    try (RunningAgent agent = start(work)) {
      mood.awaitAnswers(10);
    }

    long tenth = mood.times().get(9) - mood.times().get(0);
    // The pauses of a test grow to 100 ms, of which half is left to chance.
    assertThat(Duration.ofNanos(tenth)).isGreaterThan(Duration.ofMillis(300));
  }

  @Test
  void a_result_that_nobody_takes_is_given_up_in_time(@TempDir Path work) throws Exception {
    FakeLease lost = composer.offer("shell", Map.of("script", "echo lost"));
    mood.turn(is("PATCH", lost), Mood.status(500, ""));
    FakeLease next = composer.offer("shell", Map.of("script", "echo next"));

    try (LogLines reports = LogLines.of(FinalReport.class.getName());
        RunningAgent agent =
            RunningAgent.start(
                composer, work, impatient(Duration.ofMillis(300)), new ShellHandler(work))) {
      awaitResult(next);

      assertThat(reports.lines())
          .anySatisfy(line -> assertThat(line).contains("given up", "answered 500"));
    }
    assertThat(lost.result()).isNull();
  }

  @Test
  void a_given_up_result_is_not_kept_alive_any_more(@TempDir Path work) throws Exception {
    FakeLease lost = composer.offer("shell", Map.of("script", "echo lost"));
    mood.turn(is("PATCH", lost), Mood.status(500, ""));
    FakeLease next = composer.offer("shell", Map.of("script", "sleep 1000"));

    try (RunningAgent agent =
        RunningAgent.start(
            composer, work, impatient(Duration.ofMillis(100)), new ShellHandler(work))) {
      await().until(() -> next.heartbeats() >= 1);
      int before = lost.heartbeats();
      await().until(() -> next.heartbeats() >= 5);

      assertThat(lost.heartbeats()).isEqualTo(before);
    }
  }

  @Test
  void a_page_that_answers_200_has_not_taken_the_result(@TempDir Path work) throws Exception {
    FakeLease job = composer.offer("shell", Map.of("script", "echo kept"));
    mood.turn(is("PATCH", job), Mood.status(200, "<html>Log in</html>"));

    try (RunningAgent agent = start(work)) {
      mood.awaitAnswers(3);
      mood.beWell();
      awaitResult(job);
    }
  }

  private static Predicate<HttpExchange> is(String method, String end) {
    return exchange ->
        exchange.getRequestMethod().equals(method)
            && exchange.getRequestURI().getPath().endsWith(end);
  }

  private Predicate<HttpExchange> is(String method, FakeLease job) {
    String location = composer.leaseOf(job).artifacts().getPath().replace("/artifacts/", "");
    return is(method, location);
  }

  private static LoopSettings impatient(Duration patience) {
    LoopSettings quick = RunningAgent.QUICK;
    return new LoopSettings(
        quick.heartbeatInterval(),
        quick.statusInterval(),
        quick.progressInterval(),
        quick.firstPause(),
        quick.longestPause(),
        quick.shutdownGrace(),
        quick.minimumFreeBytes(),
        patience);
  }

  private RunningAgent start(Path work) throws IOException {
    return RunningAgent.start(composer, work, new ShellHandler(work));
  }

  private static void awaitResult(FakeLease job) {
    await().atMost(Duration.ofSeconds(20)).until(() -> job.result() != null);
  }
}
