package org.imagebuilder.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A container of a template as a process of this machine: with its variables and arguments, its
 * volumes as folders, and nothing else but what a test puts over them.
 */
final class RunningPod implements AutoCloseable {
  private static final Map<String, String> VARIABLES =
      Map.of(
          Ports.API, "QUARKUS_HTTP_PORT",
          Ports.MANAGEMENT, "QUARKUS_MANAGEMENT_PORT",
          Ports.WORKER_API, "COMPOSER_WORKER_API_PORT");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, Integer> ports = freePorts();
  private final Path output;
  private final Process process;

  /**
   * Starts.
   *
   * @param home an empty folder
   * @param secrets what Secrets hold, by name and key with a slash between
   * @param over variables that are other on this machine than in a pod
   */
  RunningPod(
      Processed template,
      Pod.Container container,
      Path home,
      Map<String, String> secrets,
      Map<String, String> over)
      throws IOException {
    Map<String, Path> mounts = mounts(template, container, home);
    Program program = Program.of(template.template().name()).orElseThrow();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx192m"));
    command.add("-Djava.io.tmpdir=" + mounts.get("/tmp"));
    Path jar =
        Repository.ROOT.resolve(program.module()).resolve("target/quarkus-app/quarkus-run.jar");
    command.addAll(List.of("-jar", jar.toString()));
    container.spec().path("args").forEach(each -> command.add(each.asText()));
    output = home.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    builder.environment().putAll(environment(container, secrets, mounts));
    ports.forEach((name, port) -> builder.environment().put(VARIABLES.get(name), "" + port));
    builder.environment().putAll(over);
    process = builder.start();
  }

  private static Map<String, String> environment(
      Pod.Container container, Map<String, String> secrets, Map<String, Path> mounts) {
    Map<String, String> environment = new TreeMap<>();
    for (JsonNode variable : container.environment()) {
      String name = variable.path("name").asText();
      JsonNode secret = variable.at("/valueFrom/secretKeyRef");
      if (secret.isMissingNode()) {
        environment.put(name, local(variable.path("value").asText(), mounts));
      } else {
        String key = secret.path("name").asText() + "/" + secret.path("key").asText();
        Optional<String> value = Optional.ofNullable(secrets.get(key));
        if (value.isEmpty() && !secret.path("optional").asBoolean()) {
          throw new IllegalArgumentException("The pod would wait for the Secret " + key);
        }
        value.ifPresent(each -> environment.put(name, each));
      }
    }
    return environment;
  }

  private static String local(String value, Map<String, Path> mounts) {
    return mounts.entrySet().stream()
        .filter(each -> value.equals(each.getKey()) || value.startsWith(each.getKey() + "/"))
        .map(each -> each.getValue() + value.substring(each.getKey().length()))
        .findFirst()
        .orElse(value);
  }

  /** A folder for each volume, with the files of a ConfigMap of the same template. */
  private static Map<String, Path> mounts(Processed template, Pod.Container container, Path home)
      throws IOException {
    Map<String, Path> mounts = new TreeMap<>();
    for (JsonNode mount : container.spec().path("volumeMounts")) {
      String volume = mount.path("name").asText();
      Path folder = Files.createDirectories(home.resolve("volumes").resolve(volume));
      mounts.put(mount.path("mountPath").asText(), folder);
      for (JsonNode each : container.pod().spec().path("volumes")) {
        Optional<JsonNode> map = template.one("ConfigMap", each.at("/configMap/name").asText());
        if (each.path("name").asText().equals(volume) && map.isPresent()) {
          for (Map.Entry<String, JsonNode> file : map.get().path("data").properties()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue().asText());
          }
        }
      }
    }
    return mounts;
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return "";
    }
  }

  /** How it ended by itself. */
  int ended() throws InterruptedException {
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      throw new IllegalStateException("It does not end:\n" + output());
    }
    return process.exitValue();
  }

  /** Whether it ends in time when the platform asks for it. */
  boolean stopsWithin(long seconds) throws InterruptedException {
    process.destroy();
    return process.waitFor(seconds, TimeUnit.SECONDS);
  }

  /** The port of this machine that stands for the one with this name. */
  int port(String name) {
    return ports.getOrDefault(name, 0);
  }

  private static Map<String, Integer> freePorts() {
    Map<String, Integer> ports = new TreeMap<>();
    List<ServerSocket> taken = new ArrayList<>();
    try {
      for (String name : VARIABLES.keySet()) {
        taken.add(new ServerSocket(0));
        ports.put(name, taken.getLast().getLocalPort());
      }
      for (ServerSocket each : taken) {
        each.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ports;
  }

  /** What it answers; 0: nothing yet. */
  int status(String port, String path) {
    try {
      return get(port(port), path).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  String body(String port, String path) throws IOException {
    return get(port(port), path).body();
  }

  private HttpResponse<String> get(int port, String path) throws IOException {
    return send(HttpRequest.newBuilder(uri(port, path)).build());
  }

  HttpResponse<String> post(String port, String path, String json) throws IOException {
    return send(
        HttpRequest.newBuilder(uri(port(port), path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    http.close();
  }
}
