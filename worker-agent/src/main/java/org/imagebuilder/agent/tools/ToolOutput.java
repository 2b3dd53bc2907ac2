package org.imagebuilder.agent.tools;

import java.nio.file.Path;
import java.util.function.Consumer;

/** What becomes of a tool's standard output. */
public sealed interface ToolOutput {

  /**
   * Kept in memory and returned in {@link ToolResult#output()}; more than the limit is an error.
   */
  record Captured(int maxBytes) implements ToolOutput {}

  /** Written to a file by the tool itself, so that no size matters. */
  record ToFile(Path file) implements ToolOutput {}

  /** Handed on line by line while the tool runs; lines also end up in the log tail. */
  record Lines(Consumer<String> consumer) implements ToolOutput {}

  /**
   * Standard output goes to a file, and what the tool writes to file descriptor 3 is handed on line
   * by line.
   */
  record FileAndDescriptor3(Path file, Consumer<String> consumer) implements ToolOutput {}
}
