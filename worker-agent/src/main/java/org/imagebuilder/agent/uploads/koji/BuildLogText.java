package org.imagebuilder.agent.uploads.koji;

import java.util.List;
import java.util.Map;
import org.imagebuilder.agent.contract.worker.model.OsbuildOutput;
import org.imagebuilder.agent.contract.worker.model.StageLog;

/** What osbuild said about a build, for people. */
final class BuildLogText {

  private BuildLogText() {}

  static String of(OsbuildOutput output) {
    Map<String, List<StageLog>> log = output.getLog();
    if (log == null) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    log.forEach(
        (pipeline, stages) -> {
          text.append("Pipeline ").append(pipeline).append('\n');
          stages.forEach(stage -> add(text, stage));
        });
    return text.toString();
  }

  private static void add(StringBuilder text, StageLog stage) {
    text.append("\nStage ").append(stage.getType()).append(' ').append(stage.getId()).append('\n');
    String output = stage.getOutput();
    text.append(output);
    text.append(output.endsWith("\n") ? "" : "\n");
    if (Boolean.FALSE.equals(stage.getSuccess())) {
      text.append("Failed: ").append(stage.getString()).append('\n');
    }
  }
}
