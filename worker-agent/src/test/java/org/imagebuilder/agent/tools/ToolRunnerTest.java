package org.imagebuilder.agent.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolRunnerTest {

  private final Path directory;
  private ToolRunner runner;

  ToolRunnerTest(@TempDir Path directory) {
    this.directory = directory;
    this.runner = new ToolRunner(directory);
  }

  @Test
  void arguments_reach_the_tool_as_they_are() throws Exception {
    ToolResult result =
        runner.run(ToolCommand.of(directory, "printf", "%s|", "$6$salt$hash", "a b", "", "'\"*;"));

    assertThat(result.output()).isEqualTo("$6$salt$hash|a b||'\"*;|");
  }

  @Test
  void the_exit_status_is_the_tools() throws Exception {
    ToolResult result = runner.run(shell("exit 42"));

    assertThat(result.exitCode()).isEqualTo(42);
    assertThat(result.succeeded()).isFalse();
  }

  @Test
  void a_tool_ended_by_a_signal_says_so_in_its_exit_status() throws Exception {
    ToolResult result = runner.run(shell("kill -9 $$"));

    assertThat(result.exitCode()).isEqualTo(137);
  }

  @Test
  void standard_input_comes_from_a_file() throws Exception {
    Path input = Files.writeString(directory.resolve("in"), "from the file");

    ToolResult result = runner.run(ToolCommand.of(directory, "cat").withInput(input));

    assertThat(result.output()).isEqualTo("from the file");
  }

  @Test
  void without_a_file_standard_input_is_empty() throws Exception {
    ToolResult result = runner.run(ToolCommand.of(directory, "cat"));

    assertThat(result.output()).isEmpty();
  }

  @Test
  void descriptor_3_is_read_line_by_line_while_standard_output_goes_to_a_file() throws Exception {
    Path file = directory.resolve("result.json");
    List<String> lines = new ArrayList<>();

    runner.run(
        shell("echo one >&3; echo '{}'; echo two >&3")
            .withOutput(new ToolOutput.FileAndDescriptor3(file, lines::add)));

    assertThat(lines).containsExactly("one", "two");
    assertThat(file).hasContent("{}");
  }

  @Test
  void output_can_go_to_a_file() throws Exception {
    Path file = directory.resolve("out");

    runner.run(shell("echo all of it").withOutput(new ToolOutput.ToFile(file)));

    assertThat(file).hasContent("all of it");
  }

  @Test
  void credentials_of_the_agent_are_not_passed_on() throws Exception {
    runner =
        new ToolRunner(
            directory,
            new ToolEnvironment(
                Map.of("PATH", "/usr/bin", "AWS_SECRET_ACCESS_KEY", "hidden", "MINE", "seen"),
                List.of("MINE")));

    ToolResult result = runner.run(ToolCommand.of(directory, "env"));

    assertThat(result.output()).contains("PATH=", "MINE=seen").doesNotContain("hidden");
  }

  @Test
  void the_log_tail_holds_the_last_lines_only() throws Exception {
    ToolResult result = runner.run(shell("seq 1 100000 >&2; echo the end >&2"));

    assertThat(result.logTail()).hasSize(200).endsWith("100000", "the end");
  }

  @Test
  void a_line_without_an_end_does_not_fill_the_memory() throws Exception {
    ToolResult result = runner.run(shell("head -c 50000000 /dev/zero | tr '\\0' x >&2"));

    assertThat(result.logTail()).hasSize(1);
    assertThat(result.logTail().getFirst().length()).isLessThan(5000);
  }

  @Test
  void captured_output_beyond_the_limit_is_an_error() {
    ToolCommand command = shell("seq 1 10000").withOutput(new ToolOutput.Captured(100));

    assertThatThrownBy(() -> runner.run(command)).isInstanceOf(UnusableToolException.class);
  }

  @Test
  void a_missing_tool_is_named_with_the_package_that_brings_it() {
    assertThatThrownBy(() -> runner.run(ToolCommand.of(directory, "/nowhere/osbuild")))
        .isInstanceOf(MissingToolException.class)
        .hasMessageContaining("/nowhere/osbuild")
        .hasMessageContaining("package osbuild");
  }

  @Test
  void a_missing_directory_is_an_error_of_the_tool_not_a_crash() {
    ToolCommand command = ToolCommand.of(directory.resolve("nowhere"), "true");

    assertThatThrownBy(() -> runner.run(command)).isInstanceOf(UnusableToolException.class);
  }

  @Test
  void a_tool_beyond_its_time_is_killed_with_all_that_it_started() {
    ToolCommand command =
        shell("echo begun >&2; (sleep 1000 & sleep 1000) & setsid sleep 1000 & wait")
            .withTimeout(Duration.ofSeconds(1));

    assertThatThrownBy(() -> runner.run(command))
        .isInstanceOf(ToolTimedOutException.class)
        .satisfies(e -> assertThat(((ToolException) e).logTail()).containsExactly("begun"));
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void an_interrupt_kills_the_whole_tree_within_two_seconds() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicReference<Throwable> end = new AtomicReference<>();
    ToolCommand command =
        shell("env -i setsid sleep 1000 & sleep 1000 & echo begun >&2; wait")
            .withLogLines(line -> begun.countDown());
    Thread job =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    runner.run(command);
                  } catch (ToolException | InterruptedException e) {
                    end.set(e);
                  }
                });
    begun.await();

    job.interrupt();

    assertThat(job.join(Duration.ofSeconds(2))).isTrue();
    assertThat(end.get()).isInstanceOf(InterruptedException.class);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void what_a_tool_leaves_in_the_background_ends_with_it() throws Exception {
    runner.run(shell("setsid sleep 1000 & (sleep 1000 &) ; exit 0"));

    assertThat(leftovers()).isEmpty();
  }

  @Test
  void what_a_tool_unshares_ends_with_it() throws Exception {
    ToolCommand command =
        shell("unshare --user --map-root-user --pid --fork sleep 1000 & sleep 1000")
            .withTimeout(Duration.ofSeconds(1));

    assertThatThrownBy(() -> runner.run(command)).isInstanceOf(ToolTimedOutException.class);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void a_killed_agent_leaves_nothing_running() throws Exception {
    Process agent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherAgent.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    awaitFirstByte(agent);

    agent.destroyForcibly().waitFor();

    await().atMost(Duration.ofSeconds(5)).until(() -> leftovers().isEmpty());
    runner.killLeftovers();
  }

  @Test
  void an_agent_kills_what_its_predecessor_left() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", "trap '' TERM; setsid sleep 1000 & echo; sleep 1000");
    builder.environment().put("IMAGEBUILDER_AGENT", directory.toString());
    awaitFirstByte(builder.start());

    int killed = runner.killLeftovers();

    assertThat(killed).isGreaterThanOrEqualTo(3);
    assertThat(leftovers()).isEmpty();
  }

  /** An agent in a process of its own, which a test can kill. */
  static final class OtherAgent {
    public static void main(String[] args) throws Exception {
      Path directory = Path.of(args[0]);
      new ToolRunner(directory)
          .run(
              ToolCommand.of(
                      directory,
                      "sh",
                      "-c",
                      "setsid sleep 1000 & sleep 1000 & echo begun >&2; wait")
                  .withLogLines(System.out::println));
    }
  }

  private static void awaitFirstByte(Process process) throws IOException {
    assertThat(process.getInputStream().read()).isPositive();
  }

  private ToolCommand shell(String script) {
    return ToolCommand.of(directory, "sh", "-c", script);
  }

  private List<Long> leftovers() {
    return List.copyOf(
        new ProcessTree("IMAGEBUILDER_AGENT", directory.toAbsolutePath().toString()).members());
  }
}
