package org.imagebuilder.agent.uploads.aws;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** AWS as scripts/moto runs it, in a process of its own on a free port. */
final class MotoServer implements AutoCloseable {

  private final Process process;
  private final URI uri;

  private MotoServer(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  static MotoServer start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(Path.of("..", "scripts", "moto").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader output = process.inputReader();
    String port = output.readLine();
    if (port == null) {
      throw new IOException("scripts/moto did not start");
    }
    Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {}));
    return new MotoServer(process, URI.create("http://127.0.0.1:" + port));
  }

  URI uri() {
    return uri;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
