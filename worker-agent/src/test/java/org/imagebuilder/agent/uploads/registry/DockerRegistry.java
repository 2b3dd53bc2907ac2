package org.imagebuilder.agent.uploads.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imagebuilder.agent.testing.TestAuthority;

/** Debian's container registry, in a process of its own, with TLS and one login. */
final class DockerRegistry implements AutoCloseable {

  static final String USER = "docker";

  /** Where there is no file of passwords it makes one, and says what it wrote. */
  private static final Pattern PASSWORD = Pattern.compile("password=(\\S+)");

  private static final Pattern READY = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private String password = "";
  private int port;

  private DockerRegistry(Process process) {
    this.process = process;
  }

  /**
   * @param authority signs its certificate
   */
  static DockerRegistry start(Path directory, TestAuthority authority) throws Exception {
    Path certificate = directory.resolve("server.pem");
    Path key = directory.resolve("server.key");
    authority.issue("localhost").writeTo(certificate, key);
    Path config =
        Files.writeString(
            directory.resolve("config.yml"),
            """
            version: 0.1
            storage:
              filesystem:
                rootdirectory: %s
            http:
              addr: 127.0.0.1:0
              tls:
                certificate: %s
                key: %s
            auth:
              htpasswd:
                realm: tests
                path: %s
            """
                .formatted(
                    directory.resolve("data"), certificate, key, directory.resolve("htpasswd")));
    Process process =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .start();
    DockerRegistry registry = new DockerRegistry(process);
    registry.awaitReady();
    return registry;
  }

  private void awaitReady() throws IOException {
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      log.add(line);
      Matcher said = PASSWORD.matcher(line);
      if (said.find()) {
        password = said.group(1);
      }
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        port = Integer.parseInt(ready.group(1));
        Thread.ofVirtual().start(() -> output.lines().forEach(log::add));
        return;
      }
    }
    throw new IOException("The registry did not start: " + log);
  }

  int port() {
    return port;
  }

  /** Host and port. */
  String name() {
    return "localhost:" + port;
  }

  String password() {
    return password;
  }

  String login() {
    return Base64.getEncoder().encodeToString(ImageTar.bytes(USER + ":" + password));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
