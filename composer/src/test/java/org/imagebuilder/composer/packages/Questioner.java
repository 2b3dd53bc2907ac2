package org.imagebuilder.composer.packages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A person at the cloud API who asks, waits, and perhaps hangs up. */
record Questioner(URI server) {
  static final String DEPSOLVE = "/depsolve/blueprint";
  static final String SEARCH = "/search/packages";

  private static final String BASE = "/api/image-builder-composer/v2";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  record Answer(int status, JsonNode body) {
    String text(String pointer) {
      return body.at(pointer).asText();
    }
  }

  /** Asks and goes on with something else meanwhile. */
  CompletableFuture<Answer> asks(String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(BASE + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Questioner::answer);
  }

  Answer asksAndWaits(String path, String body) {
    return asks(path, body).orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Asks over a connection that can be closed. */
  Socket calls(String path, String body) throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    String head =
        "POST %s%s HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(BASE, path, body.length());
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    return socket;
  }

  private static Answer answer(HttpResponse<String> answer) {
    try {
      return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
