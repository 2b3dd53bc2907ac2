package org.imagebuilder.composer.drills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.imagebuilder.composer.database.TestDatabase;
import org.imagebuilder.composer.operations.Packaged;

/** One packaged composer as a process, with the same ports in each of its lives. */
final class Replica implements AutoCloseable {
  private final Map<String, String> settings;
  private final URI cloud;
  private final URI workers;
  private final Path log;
  private Process process;

  Replica(String name, TestDatabase database, Path home) {
    int cloudPort = freePort();
    int workerPort = freePort();
    this.cloud = URI.create("http://127.0.0.1:" + cloudPort);
    this.workers = URI.create("http://127.0.0.1:" + workerPort);
    this.log = home.resolve(name + ".log");
    String credentials = database.credentials();
    this.settings =
        Map.ofEntries(
            Map.entry("QUARKUS_HTTP_HOST", "127.0.0.1"),
            Map.entry("QUARKUS_HTTP_PORT", Integer.toString(cloudPort)),
            Map.entry("QUARKUS_MANAGEMENT_PORT", Integer.toString(freePort())),
            Map.entry("COMPOSER_WORKER_API_PORT", Integer.toString(workerPort)),
            Map.entry("COMPOSER_ARTIFACTS_DIRECTORY", home.resolve("artifacts").toString()),
            Map.entry("COMPOSER_WORKERS_POLL_TIME", "2s"),
            Map.entry("COMPOSER_QUEUE_LEASE", "8s"),
            Map.entry("QUARKUS_DATASOURCE_REACTIVE_URL", database.url()),
            Map.entry("QUARKUS_DATASOURCE_USERNAME", credentials.replaceFirst(":.*", "")),
            Map.entry("QUARKUS_DATASOURCE_PASSWORD", credentials.replaceFirst("[^:]*:", "")));
    this.process = launch();
  }

  URI cloud() {
    return cloud;
  }

  URI workers() {
    return workers;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As a loss of power would: the program gets no chance to say good-bye. */
  void killAndStartAgain() {
    process.destroyForcibly().onExit().join();
    process = launch();
  }

  @Override
  public String toString() {
    return "composer on " + cloud + ", its log is " + log;
  }

  private Process launch() {
    ProcessBuilder builder =
        new ProcessBuilder(Packaged.command(List.of()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(settings);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
