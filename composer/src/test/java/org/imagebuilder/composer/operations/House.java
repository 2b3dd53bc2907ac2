package org.imagebuilder.composer.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** Everybody who talks to composer over HTTP: callers, agents, and operators. */
public final class House {
  public static final String CLOUD = "/api/image-builder-composer/v2";
  public static final String WORKER = "/api/image-builder-worker/v1";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI cloud;
  private final URI workers;

  public House(URI cloud, String workers) {
    this.cloud = cloud;
    this.workers = URI.create(workers);
  }

  /** What came back. */
  public record Answer(int status, String body) {
    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(body, e);
      }
    }

    public String text(String pointer) {
      return json().at(pointer).asText();
    }
  }

  /** Asks for a Debian image; headers are names and values in turn. */
  public String compose(String architecture, String... headers) {
    String body =
        """
        {"distribution": "debian-13",
         "image_request": {"architecture": "%s", "image_type": "guest-image",
           "repositories": [], "upload_options": {"region": "eu-west-1"}}}
        """
            .formatted(architecture);
    Answer answer = send(cloud.resolve(CLOUD + "/compose"), "POST", body, headers);
    if (answer.status() != 201) {
      throw new IllegalStateException(answer.toString());
    }
    return answer.text("/id");
  }

  public Answer status(String compose) {
    return get(cloud.resolve(CLOUD + "/composes/" + compose));
  }

  public Answer composes() {
    return get(cloud.resolve(CLOUD + "/composes/"));
  }

  /** An agent that asks for jobs of one type; it waits as long as composer lets it. */
  public Answer poll(String type, String architecture) {
    return poll(type, architecture, "");
  }

  /** An agent that asks; {@code more} are further members of its request, after a comma. */
  public Answer poll(String type, String architecture, String more) {
    return send(workers.resolve(WORKER + "/jobs"), "POST", asking(type, architecture, more));
  }

  public CompletableFuture<Answer> pollLater(String type, String architecture) {
    return HTTP.sendAsync(
            request(workers.resolve(WORKER + "/jobs"), "POST", asking(type, architecture, "")),
            BodyHandlers.ofString())
        .thenApply(answer -> new Answer(answer.statusCode(), answer.body()));
  }

  /** The result of a job that was handed out. */
  public Answer report(Answer job, String result) {
    return send(
        workers.resolve(job.text("/location")), "PATCH", "{\"result\": %s}".formatted(result));
  }

  public String register(String architecture, String capabilities) {
    return send(
            workers.resolve(WORKER + "/workers"),
            "POST",
            "{\"arch\": \"%s\", \"capabilities\": [%s]}".formatted(architecture, capabilities))
        .text("/worker_id");
  }

  public static Answer get(URI uri) {
    return send(uri, "GET", "");
  }

  private static String asking(String type, String architecture, String more) {
    return "{\"types\": [\"%s\"], \"arch\": \"%s\"%s}".formatted(type, architecture, more);
  }

  public static Answer send(URI uri, String method, String body, String... headers) {
    try {
      HttpResponse<String> answer =
          HTTP.send(request(uri, method, body, headers), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest request(URI uri, String method, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    return (headers.length > 0 ? request.headers(headers) : request).build();
  }
}
