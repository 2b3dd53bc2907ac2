package org.imagebuilder.agent.tools;

import java.util.List;

/** A tool that could not be run to its end; a tool that ran and said no is a {@link ToolResult}. */
public abstract sealed class ToolException extends Exception
    permits MissingToolException, ToolTimedOutException, UnusableToolException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> logTail;

  ToolException(String message, List<String> logTail) {
    super(message);
    this.logTail = List.copyOf(logTail);
  }

  /** The last lines that the tool wrote, oldest first; empty when it never ran. */
  public List<String> logTail() {
    return logTail;
  }
}
