package org.imagebuilder.imagebuilder.drills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.imagebuilder.imagebuilder.doubles.PostgresServer.Database;
import org.imagebuilder.imagebuilder.story.Packaged;
import org.imagebuilder.imagebuilder.story.Program;

/** One of several composers or imagebuilders, with the same ports in each of its lives. */
final class Replica implements AutoCloseable {
  private static final Path REPOSITORY = Path.of(System.getProperty("repository.root"));
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /** How often a cluster asks; much rarer in life, where the delay is longer, too. */
  private static final long PERIOD_MILLIS = 100;

  private static final int OK = 200;

  private final String name;
  private final URI api = freeDoor();
  private final URI agents = freeDoor();
  private final URI operators = freeDoor();
  private final Program program;
  private final Thread watch;
  private volatile boolean ready;

  /**
   * @param module composer or imagebuilder
   * @param more settings, in the form of environment variables
   */
  Replica(String module, int number, Database database, Path home, Map<String, String> more) {
    this.name = module + "-" + number;
    Map<String, String> settings = new HashMap<>(more);
    settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    settings.put("QUARKUS_HTTP_PORT", "" + api.getPort());
    settings.put("QUARKUS_MANAGEMENT_PORT", "" + operators.getPort());
    settings.put("COMPOSER_WORKER_API_PORT", "" + agents.getPort());
    settings.put("QUARKUS_DATASOURCE_REACTIVE_URL", database.reactiveUrl());
    settings.put("QUARKUS_DATASOURCE_USERNAME", database.user());
    settings.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
    // Longer than it takes until nobody is sent here any more.
    settings.put("QUARKUS_SHUTDOWN_DELAY", "3s");
    // A machine that is busy with other things is not what is looked for.
    settings.put("COMPOSER_DATABASE_ANSWER_TIMEOUT", "15s");
    this.program = new Program(name, Packaged.command(REPOSITORY, module), settings, home);
    this.watch = Thread.ofVirtual().start(this::watch);
  }

  URI api() {
    return api;
  }

  URI agents() {
    return agents;
  }

  /** As it answered when it was asked last. */
  boolean isReady() {
    return ready;
  }

  void awaitReady() {
    Awaitility.await(toString()).atMost(Duration.ofMinutes(2)).until(this::isReady);
  }

  /** By SIGTERM; comes back when the new one is ready. */
  void restart() {
    program.stopAndStartAgain();
    awaitReady();
  }

  /** What it logged. */
  String said() throws IOException {
    return program.said();
  }

  private void watch() {
    HttpRequest probe =
        HttpRequest.newBuilder(operators.resolve("/q/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      while (true) {
        try {
          ready = HTTP.send(probe, BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException away) {
          ready = false;
        }
        TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return name + " is ready";
  }

  private static URI freeDoor() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    watch.interrupt();
    program.close();
  }
}
