package org.imagebuilder.composer.doors;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Both doors of one composer, for callers who send what they like. */
final class Doors implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String cloud;
  private final String worker;

  /** Origins: scheme, host and port. */
  Doors(URI cloud, String worker) {
    this.cloud = cloud.getScheme() + "://" + cloud.getAuthority();
    this.worker = worker;
  }

  Reply send(Call call) {
    String origin = ServedContracts.isCloud(call.operation()) ? cloud : worker;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + call.path()))
            .timeout(PATIENCE)
            .method(
                call.method(),
                call.body().length() == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(call.body().getBytes()));
    if (!call.headers().isEmpty()) {
      request.headers(call.headers().toArray(String[]::new));
    }
    try {
      HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
      return new Reply(answer.statusCode(), answer.headers(), Buffer.buffer(answer.body()));
    } catch (IOException e) {
      throw new UncheckedIOException("No answer to " + call, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
