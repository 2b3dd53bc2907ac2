package org.imagebuilder.agent.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What this machine calls its operating system. */
final class HostOs {

  private static final Path RELEASE = Path.of("/etc/os-release");

  private HostOs() {}

  /** For example debian-12; linux when the machine does not say. */
  static String name() {
    try {
      Map<String, String> values = new HashMap<>();
      for (String line : Files.readAllLines(RELEASE)) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          values.put(line.substring(0, equals), line.substring(equals + 1).replace("\"", ""));
        }
      }
      String id = values.getOrDefault("ID", "linux");
      String version = values.get("VERSION_ID");
      return version == null ? id : id + "-" + version;
    } catch (IOException e) {
      return "linux";
    }
  }
}
