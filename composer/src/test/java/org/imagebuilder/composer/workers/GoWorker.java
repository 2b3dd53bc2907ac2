package org.imagebuilder.composer.workers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A stand-in for the worker that installations have had for years: two loops with one job each, a
 * token only after a first 401, ends at a cancel, throws a result away that is not taken, knows
 * nothing of composer's additions. It builds nothing; what the jobs make is up to the test.
 */
final class GoWorker implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> FIRST_LOOP =
      List.of("depsolve", "search-packages", "image-builder-manifest");
  private static final List<String> SECOND_LOOP =
      List.of(
          "osbuild",
          "koji-init",
          "koji-finalize",
          "container-resolve",
          "file-resolve",
          "ostree-resolve",
          "aws-ec2-copy",
          "aws-ec2-share",
          "bootc-info-resolve");
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final String origin;
  private final String base;
  private final Supplier<String> tokens;
  private final Duration beat;
  private final Craft craft;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(6);
  private final AtomicInteger registrations = new AtomicInteger();
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();

  /** Empty until the first 401, as the very first call always goes out. */
  private volatile String bearer = "";

  /** Empty when it could not register: it works on without one. */
  private volatile String workerId = "";

  /** Set once a cancel was seen: the process is gone. */
  private volatile boolean exited;

  /** What a job makes of its args and inputs. */
  interface Craft {
    ObjectNode make(GoWorker worker, JsonNode job) throws IOException, InterruptedException;
  }

  GoWorker(String origin, String base, Supplier<String> tokens, Duration beat, Craft craft) {
    this.origin = origin;
    this.base = base;
    this.tokens = tokens;
    this.beat = beat;
    this.craft = craft;
  }

  GoWorker start() {
    register();
    var unused = threads.scheduleWithFixedDelay(this::status, 0, beat.toMillis(), MILLIS);
    threads.execute(() -> loop(FIRST_LOOP));
    threads.execute(() -> loop(SECOND_LOOP));
    return this;
  }

  private static final TimeUnit MILLIS = TimeUnit.MILLISECONDS;

  boolean hasExited() {
    return exited;
  }

  int registrations() {
    return registrations.get();
  }

  String workerId() {
    return workerId;
  }

  /** How often a call was not answered as the worker expects, by call and status. */
  Map<String, Integer> refusals() {
    return Map.copyOf(refusals);
  }

  /** Progress goes out alone in a partial result. */
  void progress(JsonNode job, String message, int done, int total)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.withObject("/partial/progress")
        .put("message", message)
        .put("done", done)
        .put("total", total);
    expect("progress", 200, send("PATCH", job.path("location").asText(), json(body.toString())));
  }

  /** Files are streamed, so nobody knows their length beforehand. */
  void upload(JsonNode job, String name, byte[] bytes) throws IOException, InterruptedException {
    String escaped = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    expect(
        "artifact",
        200,
        send(
            "PUT",
            job.path("artifact_location").asText() + escaped,
            new Body(
                "application/octet-stream",
                () -> BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))));
  }

  private void register() {
    try {
      HttpResponse<String> answer = send("POST", base + "/workers", json("{\"arch\":\"x86_64\"}"));
      expect("register", 201, answer);
      if (answer.statusCode() == 201) {
        workerId = JSON.readTree(answer.body()).path("worker_id").asText();
        registrations.incrementAndGet();
      }
    } catch (IOException away) {
      refused("register away");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void status() {
    try {
      HttpResponse<String> answer =
          send(
              "POST",
              base + "/workers/" + workerId + "/status",
              new Body("", BodyPublishers::noBody));
      if (answer.statusCode() == 400) {
        register();
      }
    } catch (IOException away) {
      refused("status away");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop(List<String> types) {
    ObjectNode body = JSON.createObjectNode().put("arch", "x86_64");
    types.forEach(body.putArray("types")::add);
    while (!exited && !threads.isShutdown()) {
      body.put("worker_id", workerId);
      try {
        HttpResponse<String> answer = send("POST", base + "/jobs", json(body.toString()));
        switch (answer.statusCode()) {
          case 201 -> run(JSON.readTree(answer.body()));
          case 204 -> {}
          default -> {
            refused("poll " + answer.statusCode());
            pause();
          }
        }
      } catch (IOException away) {
        refused("poll away");
        pause();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void run(JsonNode job) throws IOException, InterruptedException {
    var heartbeat =
        threads.scheduleWithFixedDelay(
            () -> heartbeat(job), beat.toMillis(), beat.toMillis(), MILLIS);
    try {
      ObjectNode body = JSON.createObjectNode();
      body.set("result", craft.make(this, job));
      if (!exited) {
        expect("result", 200, send("PATCH", job.path("location").asText(), json(body.toString())));
      }
    } finally {
      heartbeat.cancel(true);
    }
  }

  /** Only a 200 that says canceled matters; everything else is ignored. */
  private void heartbeat(JsonNode job) {
    try {
      HttpResponse<String> answer =
          send("GET", job.path("location").asText(), new Body("", BodyPublishers::noBody));
      if (answer.statusCode() == 200
          && JSON.readTree(answer.body()).path("canceled").asBoolean(false)) {
        exited = true;
        threads.shutdownNow();
      }
    } catch (IOException ignored) {
      refused("heartbeat away");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private record Body(String contentType, Supplier<HttpRequest.BodyPublisher> bytes) {}

  private static Body json(String text) {
    return new Body("application/json", () -> BodyPublishers.ofString(text));
  }

  private HttpResponse<String> send(String method, String path, Body body)
      throws IOException, InterruptedException {
    HttpResponse<String> first = sendOnce(method, path, body);
    if (first.statusCode() != 401) {
      return first;
    }
    bearer = tokens.get();
    return sendOnce(method, path, body);
  }

  private HttpResponse<String> sendOnce(String method, String path, Body body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + path))
            .header("Authorization", "Bearer " + bearer)
            .method(method, body.bytes().get());
    if (!body.contentType().isEmpty()) {
      request.header("Content-Type", body.contentType());
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private void expect(String call, int status, HttpResponse<String> answer) {
    if (answer.statusCode() != status) {
      refused(call + " " + answer.statusCode());
    }
  }

  private void refused(String what) {
    refusals.merge(what, 1, Integer::sum);
  }

  private void pause() {
    try {
      if (threads.awaitTermination(PAUSE.toMillis(), MILLIS)) {
        Thread.currentThread().interrupt();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    http.shutdownNow();
    http.close();
  }
}
