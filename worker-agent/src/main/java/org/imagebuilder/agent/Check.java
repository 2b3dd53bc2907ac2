package org.imagebuilder.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import org.imagebuilder.agent.tools.MissingToolException;
import org.imagebuilder.agent.tools.ToolRunner;

/** Looks whether this machine could work, without working. */
final class Check {

  private static final int MILLIS = 5_000;

  private final AgentConfig config;

  Check(AgentConfig config) {
    this.config = config;
  }

  /** The exit status: 0 when composer answers, basic tools are here and settings make sense. */
  int run(PrintStream out) {
    ToolRunner tools = new ToolRunner(config.workDirectory());
    boolean ready = composerAnswers(out);
    for (String tool : List.of("setsid", "setpriv", "sh", "grep")) {
      ready &= isThere(tools, tool, out);
    }
    isThere(tools, config.tools().imageBuilder(), out);
    isThere(tools, config.tools().osbuild(), out);
    isThere(tools, "mmdebstrap", out);
    for (String problem : CloudUploaders.problems(config)) {
      out.printf("settings: %s%n", problem);
      ready = false;
    }
    return ready ? 0 : 1;
  }

  private boolean composerAnswers(PrintStream out) {
    URI status = config.composer().url().resolve(config.composer().basePath() + "/status");
    try {
      HttpURLConnection connection = (HttpURLConnection) status.toURL().openConnection();
      connection.setConnectTimeout(MILLIS);
      connection.setReadTimeout(MILLIS);
      out.printf("composer: %s answers %d%n", status, connection.getResponseCode());
      return true;
    } catch (IOException e) {
      out.printf("composer: %s cannot be reached: %s%n", status, e.getMessage());
      return false;
    }
  }

  private static boolean isThere(ToolRunner tools, String tool, PrintStream out) {
    try {
      out.printf("%s: %s%n", tool, tools.find(tool));
      return true;
    } catch (MissingToolException e) {
      out.printf("%s: missing. %s%n", tool, e.getMessage());
      return false;
    }
  }
}
