package org.imagebuilder.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.ConfigProvider;

/** Which version of the agent this is, as text. */
final class ProgramVersion {

  private static final String UNKNOWN = "unknown";

  private ProgramVersion() {}

  /** Only after the program's configuration was made. */
  static String text() {
    String version =
        ConfigProvider.getConfig().getValue("quarkus.application.version", String.class);
    return version + commit();
  }

  /** In brackets; nothing for a build that was not told. */
  private static String commit() {
    try (InputStream resource = ProgramVersion.class.getResourceAsStream("commit")) {
      String commit =
          resource == null
              ? UNKNOWN
              : new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
      return commit.isEmpty() || commit.equals(UNKNOWN) ? "" : " (commit %s)".formatted(commit);
    } catch (IOException e) {
      return "";
    }
  }
}
