package org.imagebuilder.agent.tools;

import java.util.List;

/** The tool is not installed here; the message says which package or setting would help. */
public final class MissingToolException extends ToolException {

  private static final long serialVersionUID = 1L;

  private final String tool;

  public MissingToolException(String tool) {
    super(ToolCatalog.howToGet(tool), List.of());
    this.tool = tool;
  }

  public String tool() {
    return tool;
  }
}
