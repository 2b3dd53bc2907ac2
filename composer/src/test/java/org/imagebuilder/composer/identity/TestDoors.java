package org.imagebuilder.composer.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Asks at a door, with or without a token. */
final class TestDoors {
  static final String NOBODY = "";
  static final ObjectMapper JSON = new ObjectMapper();

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private TestDoors() {}

  /** An answer, and its body where that is JSON. */
  record Answer(int status, JsonNode body, HttpResponse<String> whole) {
    String text(String member) {
      return body.path(member).asText();
    }
  }

  static Answer ask(String method, URI uri, String token, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    if (!token.equals(NOBODY)) {
      request.header("Authorization", "Bearer " + token);
    }
    return ask(request);
  }

  static Answer ask(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), json(answer.body()), answer);
    } catch (IOException e) {
      throw new IllegalStateException("No answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(String body) throws IOException {
    return body.startsWith("{") ? JSON.readTree(body) : JSON.missingNode();
  }
}
