package org.imagebuilder.agent.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a tool prints, the agent keeps little of it. */
class EndlessOutputTest {

  private static final int LONGEST_KEPT = 64 << 10;
  private static final int LONGEST_LINE = 1 << 20;

  private final Path directory;
  private final AtomicInteger longest = new AtomicInteger();

  EndlessOutputTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void a_line_of_a_gibibyte_is_cut() throws Exception {
    ToolResult result = run("head -c 1073741824 /dev/zero >&2");

    assertThat(result.succeeded()).isTrue();
    assertThat(kept(result)).isLessThan(LONGEST_KEPT);
    assertThat(longest).hasValueLessThanOrEqualTo(LONGEST_LINE);
  }

  @Test
  void bytes_that_are_no_text_are_taken_as_they_come() throws Exception {
    ToolResult result = run("head -c 20000000 /dev/urandom >&2; echo; echo the end >&2");

    assertThat(result.logTail().getLast()).endsWith("the end");
    assertThat(kept(result)).isLessThan(2 * LONGEST_KEPT);
  }

  @Test
  void millions_of_empty_lines_are_few() throws Exception {
    ToolResult result = run("head -c 20000000 /dev/zero | tr '\\0' '\\n' >&2");

    assertThat(result.logTail()).hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void a_monitor_without_line_ends_is_cut_too() throws Exception {
    ToolCommand command =
        ToolCommand.of(directory, "sh", "-c", "head -c 100000000 /dev/zero >&3")
            .withOutput(
                new ToolOutput.FileAndDescriptor3(directory.resolve("answer"), this::measure));

    new ToolRunner(directory).run(command);

    assertThat(longest.get()).isPositive().isLessThanOrEqualTo(LONGEST_LINE);
  }

  private ToolResult run(String script) throws Exception {
    ToolCommand command = ToolCommand.of(directory, "sh", "-c", script).withLogLines(this::measure);
    return new ToolRunner(directory).run(command);
  }

  private void measure(String line) {
    longest.accumulateAndGet(line.length(), Math::max);
  }

  private static int kept(ToolResult result) {
    return result.logTail().stream().mapToInt(String::length).sum();
  }
}
