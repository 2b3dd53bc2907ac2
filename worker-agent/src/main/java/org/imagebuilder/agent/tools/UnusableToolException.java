package org.imagebuilder.agent.tools;

import java.util.List;

/** The tool could not be started, or said more than can be kept. */
public final class UnusableToolException extends ToolException {

  private static final long serialVersionUID = 1L;

  UnusableToolException(String message, List<String> logTail) {
    super(message, logTail);
  }
}
