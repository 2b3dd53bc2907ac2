package org.imagebuilder.imagebuilder.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;

/** S3, composer, imagebuilder and one agent with stand-in tools, each its own process. */
final class House implements AutoCloseable {
  private static final String BUCKET = "images";

  private final Path repository;
  private final Path directory;
  private final Map<String, String> everywhere;
  private final Doors doors;
  private final int s3Port = freePort();
  private final int cloudPort = freePort();
  private final int workerPort = freePort();
  private final int apiPort = freePort();
  private final Program s3;
  final Program composer;
  final Program imagebuilder;
  final Program agent;
  final URI api = URI.create("http://127.0.0.1:" + apiPort);
  final URI cloudApi = URI.create("http://127.0.0.1:" + cloudPort);

  House(Path repository, Path directory, Path gate) {
    this(repository, directory, gate, Map.of(), Map.of(), Doors.PLAIN);
  }

  /** With more settings for imagebuilder. */
  House(Path repository, Path directory, Path gate, Map<String, String> more) {
    this(repository, directory, gate, more, Map.of(), Doors.PLAIN);
  }

  /** With more settings for all three programs, too. */
  House(
      Path repository,
      Path directory,
      Path gate,
      Map<String, String> more,
      Map<String, String> everywhere) {
    this(repository, directory, gate, more, everywhere, Doors.PLAIN);
  }

  House(Path repository, Path directory, Path gate, Doors doors) {
    this(repository, directory, gate, Map.of(), Map.of(), doors);
  }

  private House(
      Path repository,
      Path directory,
      Path gate,
      Map<String, String> more,
      Map<String, String> everywhere,
      Doors doors) {
    this.repository = repository;
    this.directory = directory;
    this.everywhere = everywhere;
    this.doors = doors;
    s3 = startS3();
    composer = startComposer();
    imagebuilder = startImagebuilder(more);
    agent = startAgent(gate);
    try {
      s3.awaitAnswer(URI.create("http://127.0.0.1:" + s3Port + "/"));
      imagebuilder.awaitAnswer(api.resolve("/ready"));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Program startS3() {
    var jar = repository.resolve("imagebuilder/target/s3/s3mock-exec.jar");
    var command = new ArrayList<>(Packaged.onJava(jar));
    command.add("--com.adobe.testing.s3mock.httpPort=" + s3Port);
    command.add("--server.port=0");
    var settings =
        Map.of(
            "COM_ADOBE_TESTING_S3MOCK_STORE_INITIAL_BUCKETS",
            BUCKET,
            // What it keeps goes where all else of the house goes, and away with it.
            "JAVA_TOOL_OPTIONS",
            "-Djava.io.tmpdir=" + directory);
    return new Program("s3", command, settings, directory);
  }

  private Program startComposer() {
    var settings = serviceOn(cloudPort);
    settings.putAll(everywhere);
    settings.put("COMPOSER_WORKER_API_PORT", "" + workerPort);
    settings.put("COMPOSER_ARTIFACTS_DIRECTORY", directory.resolve("artifacts").toString());
    settings.putAll(doors.composer());
    return new Program("composer", Packaged.command(repository, "composer"), settings, directory);
  }

  private Program startImagebuilder(Map<String, String> more) {
    var settings = serviceOn(apiPort);
    settings.putAll(everywhere);
    settings.putAll(more);
    settings.putAll(doors.imagebuilder(cloudPort));
    settings.put("OSBUILD_AWS_REGION", "us-east-1");
    return new Program(
        "imagebuilder", Packaged.command(repository, "imagebuilder"), settings, directory);
  }

  private Program startAgent(Path gate) {
    var tools = repository.resolve("worker-agent/src/test/resources/tools");
    var settings = new HashMap<>(everywhere);
    settings.putAll(doors.agent(workerPort));
    settings.put("AGENT_WORK_DIRECTORY", directory.resolve("work").toString());
    settings.put("AGENT_CACHE_DIRECTORY", directory.resolve("cache").toString());
    settings.put("AGENT_SHUTDOWN_GRACE", "1s");
    settings.put("AGENT_AWS_BUCKET", BUCKET);
    settings.put("AGENT_TOOLS_IMAGE_BUILDER", tools.resolve("image-builder").toString());
    settings.put("AGENT_TOOLS_OSBUILD", tools.resolve("osbuild").toString());
    settings.put("FAKE_OSBUILD_GATE", gate.toString());
    settings.put("AGENT_TOOLS_PASS_ENVIRONMENT", "FAKE_OSBUILD_GATE");
    settings.put("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + s3Port);
    settings.put("AWS_ACCESS_KEY_ID", "story");
    settings.put("AWS_SECRET_ACCESS_KEY", "story-secret");
    return new Program("agent", Packaged.command(repository, "worker-agent"), settings, directory);
  }

  /** What a service needs: its port, and an empty database. */
  private static Map<String, String> serviceOn(int port) {
    var database = PostgresServer.createDatabase();
    var settings = new HashMap<String, String>();
    settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    settings.put("QUARKUS_HTTP_PORT", "" + port);
    settings.put("QUARKUS_HTTP_SSL_PORT", "" + port);
    settings.put("QUARKUS_MANAGEMENT_PORT", "0");
    settings.put("QUARKUS_DATASOURCE_REACTIVE_URL", database.reactiveUrl());
    settings.put("QUARKUS_DATASOURCE_USERNAME", database.user());
    settings.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
    return settings;
  }

  /** Nobody listens there now; kept for the house's life, so that a program can come back to it. */
  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    agent.close();
    imagebuilder.close();
    composer.close();
    s3.close();
  }
}
