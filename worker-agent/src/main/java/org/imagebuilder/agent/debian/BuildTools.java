package org.imagebuilder.agent.debian;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolCommand;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolOutput;
import org.imagebuilder.agent.tools.ToolResult;
import org.imagebuilder.agent.tools.ToolRunner;

/** Runs a build's tools, with their words in the build's log and their failures as job errors. */
final class BuildTools {

  private static final String DISK_FULL = "No space left on device";

  private final ToolRunner tools;
  private final BuildLog log;

  BuildTools(ToolRunner tools, BuildLog log) {
    this.tools = tools;
    this.log = log;
  }

  BuildLog log() {
    return log;
  }

  /** Both streams go into the log. */
  void run(String what, ToolCommand command)
      throws JobErrorException, ToolException, InterruptedException {
    run(what, command, log::line);
  }

  /** Standard output goes line by line to the consumer as well as into the log's tail. */
  void run(String what, ToolCommand command, Consumer<String> output)
      throws JobErrorException, ToolException, InterruptedException {
    expectSuccess(
        what, tools.run(command.withOutput(new ToolOutput.Lines(output)).withLogLines(log::line)));
  }

  /** Standard output is the answer. */
  String answer(String what, ToolCommand command)
      throws JobErrorException, ToolException, InterruptedException {
    ToolResult result = tools.run(command.withLogLines(log::line));
    expectSuccess(what, result);
    return result.output();
  }

  /** The command says what becomes of both streams. */
  ToolResult attemptAsIs(ToolCommand command) throws ToolException, InterruptedException {
    return tools.run(command);
  }

  /** Standard output goes where the command says. */
  ToolResult attempt(ToolCommand command) throws ToolException, InterruptedException {
    return tools.run(command.withLogLines(log::line));
  }

  void expectSuccess(String what, ToolResult result) throws JobErrorException {
    if (result.succeeded()) {
      return;
    }
    List<String> tail = log.tail();
    List<String> details = tail.isEmpty() ? result.logTail() : tail;
    expectRoom(what, details);
    throw new JobErrorException(
        JobErrorCode.BUILD_JOB,
        "%s failed%s".formatted(what, reason(details, result.exitCode())),
        details);
  }

  /** A full disk has many faces; it shall have one name. */
  void expectRoom(String what, List<String> said) throws JobErrorException {
    if (said.stream().anyMatch(line -> line.contains(DISK_FULL))) {
      throw new JobErrorException(
          JobErrorCode.BUILD_JOB, what + " failed: the worker's disk is full", said);
    }
  }

  /** Our own scripts mark the line that says what is wrong; elsewhere the last words must do. */
  private static String reason(List<String> details, int exitCode) {
    Optional<String> marked =
        details.stream()
            .filter(line -> line.startsWith(TreeScript.MARK))
            .reduce((first, second) -> second)
            .map(line -> ": " + line.substring(TreeScript.MARK.length()));
    Optional<String> last =
        details.stream()
            .filter(line -> !line.isBlank() && !line.startsWith("I: ") && !line.startsWith("E: "))
            .reduce((first, second) -> second)
            .map(line -> " with exit status %d: %s".formatted(exitCode, line));
    return marked.or(() -> last).orElse(" with exit status " + exitCode);
  }
}
