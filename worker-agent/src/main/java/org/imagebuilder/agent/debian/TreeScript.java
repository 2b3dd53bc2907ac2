package org.imagebuilder.agent.debian;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The directory that is laid into the tree while it is customized: functions, the calls of them,
 * and a file for each piece of content.
 */
final class TreeScript {

  /** Begins the line in which a script says what is wrong. */
  static final String MARK = "imagebuilder: ";

  private static final List<String> RESOURCES =
      List.of(
          "ssh-host-keys.service",
          "custom-first-boot.service",
          "80-dhcp.network",
          "wait-online.conf");

  private final Path directory;
  private final ShellCalls calls = new ShellCalls();
  private int contents;

  TreeScript(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory.resolve("data"));
    for (String name : RESOURCES) {
      Files.writeString(directory.resolve(name), resource(name));
    }
  }

  ShellCalls calls() {
    return calls;
  }

  /** Keeps a content; the name is what functions take for it. */
  String data(byte[] content) throws IOException {
    String name = Integer.toString(contents++);
    Files.write(directory.resolve("data").resolve(name), content);
    return name;
  }

  String data(String content) throws IOException {
    return data(content.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes the script; nothing can be added afterwards. */
  void write() throws IOException {
    Files.writeString(
        directory.resolve("calls.sh"), resource("functions.sh") + "\n" + calls.text());
  }

  static String resource(String name) throws IOException {
    try (InputStream stream = TreeScript.class.getResourceAsStream(name)) {
      return new String(requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
