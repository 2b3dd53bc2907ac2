package org.imagebuilder.agent.tools;

import java.time.Duration;
import java.util.List;

/**
 * How a tool ended.
 *
 * @param exitCode its exit status; 128 + n when signal n ended it
 * @param output standard output if it was captured, else empty
 * @param logTail the last lines that it wrote to standard error (and to standard output, where that
 *     is read line by line)
 * @param elapsed how long it ran
 */
public record ToolResult(int exitCode, String output, List<String> logTail, Duration elapsed) {

  public ToolResult {
    logTail = List.copyOf(logTail);
  }

  public boolean succeeded() {
    return exitCode == 0;
  }
}
