package org.imagebuilder.agent.debian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which system a machine runs; empty texts where it does not say. */
record OsRelease(String id, String codename) {

  static OsRelease read(Path root) throws IOException {
    Map<String, String> values = new HashMap<>();
    for (String file : List.of("usr/lib/os-release", "etc/os-release")) {
      if (Files.isReadable(root.resolve(file))) {
        Files.readAllLines(root.resolve(file)).stream()
            .map(line -> line.split("=", 2))
            .filter(pair -> pair.length == 2)
            .forEach(pair -> values.put(pair[0], pair[1].replace("\"", "")));
      }
    }
    return new OsRelease(
        values.getOrDefault("ID", ""), values.getOrDefault("VERSION_CODENAME", ""));
  }
}
