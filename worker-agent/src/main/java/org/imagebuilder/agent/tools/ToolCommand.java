package org.imagebuilder.agent.tools;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One call of a tool. The arguments reach it as they are, no shell reads them; of the agent's own
 * environment it sees only the harmless part (see {@link ToolEnvironment}).
 *
 * @param argv program (a name to be found on PATH, or a path) and arguments
 * @param environment variables beside the harmless ones
 * @param directory where it runs
 * @param input file on its standard input; empty: /dev/null
 * @param output what becomes of its standard output
 * @param logLines gets each line of standard error while it runs
 * @param timeout after which it is killed
 */
public record ToolCommand(
    List<String> argv,
    Map<String, String> environment,
    Path directory,
    Optional<Path> input,
    ToolOutput output,
    Consumer<String> logLines,
    Duration timeout) {

  private static final int CAPTURE_LIMIT = 16 << 20;

  public ToolCommand {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("argv is empty");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive");
    }
  }

  /** A call that runs in a directory, with its output captured, for at most an hour. */
  public static ToolCommand of(Path directory, String... argv) {
    return of(directory, List.of(argv));
  }

  /** A call that runs in a directory, with its output captured, for at most an hour. */
  public static ToolCommand of(Path directory, List<String> argv) {
    return new ToolCommand(
        argv,
        Map.of(),
        directory,
        Optional.empty(),
        new ToolOutput.Captured(CAPTURE_LIMIT),
        line -> {},
        Duration.ofHours(1));
  }

  public String program() {
    return argv.getFirst();
  }

  public ToolCommand withEnvironment(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new ToolCommand(argv, more, directory, input, output, logLines, timeout);
  }

  public ToolCommand withInput(Path file) {
    return new ToolCommand(
        argv, environment, directory, Optional.of(file), output, logLines, timeout);
  }

  public ToolCommand withOutput(ToolOutput newOutput) {
    return new ToolCommand(argv, environment, directory, input, newOutput, logLines, timeout);
  }

  public ToolCommand withLogLines(Consumer<String> consumer) {
    return new ToolCommand(argv, environment, directory, input, output, consumer, timeout);
  }

  public ToolCommand withTimeout(Duration newTimeout) {
    return new ToolCommand(argv, environment, directory, input, output, logLines, newTimeout);
  }
}
