package org.imagebuilder.imagebuilder.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One packaged program that can be killed and started again with the same settings. */
public final class Program implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final String name;
  private final List<String> command;
  private final Map<String, String> settings;
  private final Path log;
  private Process process;

  /** Starts it; its log is a file of that name in the directory. */
  public Program(String name, List<String> command, Map<String, String> settings, Path directory) {
    this.name = name;
    this.command = command;
    this.settings = settings;
    this.log = directory.resolve(name + ".log");
    this.process = launch();
  }

  private Process launch() {
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(settings);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As power loss would: the program gets no chance to say good-bye. */
  void killAndStartAgain() {
    process.destroyForcibly().onExit().join();
    process = launch();
  }

  /** By SIGTERM, as a service manager does it. */
  public void stopAndStartAgain() {
    process.destroy();
    process.onExit().join();
    process = launch();
  }

  /** All that it has said until now. */
  public String said() throws IOException {
    return Files.readString(log);
  }

  /** Waits until this address is answered with 200. */
  public void awaitAnswer(URI url) {
    Awaitility.await(name + " answers " + url + ", its log is " + log)
        .atMost(Duration.ofSeconds(90))
        .ignoreExceptions()
        .until(() -> status(url) == 200);
  }

  private static int status(URI url) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(5)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
