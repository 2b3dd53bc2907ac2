package org.imagebuilder.agent.tools;

import java.time.Duration;
import java.util.List;

/** The tool ran longer than it may and was killed. */
public final class ToolTimedOutException extends ToolException {

  private static final long serialVersionUID = 1L;

  ToolTimedOutException(String tool, Duration timeout, List<String> logTail) {
    super(
        "%s was stopped after %d seconds without an end".formatted(tool, timeout.toSeconds()),
        logTail);
  }
}
