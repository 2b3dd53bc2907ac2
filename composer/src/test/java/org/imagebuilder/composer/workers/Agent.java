package org.imagebuilder.composer.workers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** What an agent says over HTTP, for tests. */
final class Agent implements AutoCloseable {
  static final String BASE = "/api/image-builder-worker/v1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String origin;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** An architecture of its own keeps the agents of two tests apart. */
  final String arch = "arch" + UUID.randomUUID().toString().substring(0, 8);

  Agent(String origin) {
    this.origin = origin;
  }

  record Answer(int status, String body, HttpResponse<String> http) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }

    String text(String member) {
      return json().path(member).asText();
    }
  }

  Answer send(String method, String path, String body) {
    return send(method, path, "application/json", BodyPublishers.ofString(body));
  }

  Answer send(String method, String path, String contentType, BodyPublisher body) {
    try {
      return answer(http.send(request(method, path, contentType, body), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  CompletableFuture<Answer> sendLater(String method, String path, String body) {
    return http.sendAsync(
            request(method, path, "application/json", BodyPublishers.ofString(body)),
            BodyHandlers.ofString())
        .thenApply(Agent::answer);
  }

  Answer get(String path) {
    return send("GET", path, "application/json", BodyPublishers.noBody());
  }

  Answer delete(String path) {
    return send("DELETE", path, "application/json", BodyPublishers.noBody());
  }

  Answer put(String path, byte[] bytes) {
    return send("PUT", path, "application/octet-stream", BodyPublishers.ofByteArray(bytes));
  }

  /** Asks for an image build of this agent's own architecture. */
  Answer poll() {
    return send("POST", BASE + "/jobs", pollBody());
  }

  String pollBody() {
    return "{\"types\":[\"debian-image\"],\"arch\":\"" + arch + "\"}";
  }

  /** The type under which the queue keeps jobs for this agent. */
  String queueType() {
    return "debian-image:" + arch;
  }

  private HttpRequest request(String method, String path, String contentType, BodyPublisher body) {
    return HttpRequest.newBuilder(URI.create(origin + path))
        .header("Content-Type", contentType)
        .method(method, body)
        .build();
  }

  private static Answer answer(HttpResponse<String> answer) {
    return new Answer(answer.statusCode(), answer.body(), answer);
  }

  @Override
  public void close() {
    http.close();
  }
}
