package org.imagebuilder.imagebuilder.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas at one database, and a composer that counts how often it is asked. */
class FinishedComposeIT {
  private static final Path REPOSITORY = Path.of(System.getProperty("repository.root"));
  private static final String IDENTITY =
      Base64.getEncoder()
          .encodeToString(
              "{\"identity\":{\"type\":\"User\",\"internal\":{\"org_id\":\"story\"}}}"
                  .getBytes(StandardCharsets.UTF_8));
  private static final String END =
      """
      {"status":"success","image_status":{"status":"success","upload_status":{"status":"success",
       "type":"aws.s3","options":{"url":"https://bucket.example.com/image?X-Amz-Signature=1"}}}}
      """;

  @TempDir Path directory;

  private final FakeComposer composer = FakeComposer.start();
  private final PostgresServer.Database database = PostgresServer.createDatabase();
  private final Replica first = new Replica("first");
  private final Replica second = new Replica("second");

  /** One of several imagebuilders, and where it listens. */
  private final class Replica {
    private final String name;
    private final URI api = URI.create("http://127.0.0.1:" + freePort());
    private Program program;

    @SuppressWarnings("NullAway.Init")
    Replica(String name) {
      this.name = name;
    }

    void start() {
      program =
          new Program(name, Packaged.command(REPOSITORY, "imagebuilder"), settings(), directory);
    }

    void await() {
      program.awaitAnswer(api.resolve("/status"));
    }

    String status(UUID id) {
      return ApiCaller.call(request("/composes/" + id).GET()).text();
    }

    HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(api.resolve(ApiCaller.BASE + path))
          .header("x-rh-identity", IDENTITY)
          .header("Content-Type", "application/json");
    }

    private Map<String, String> settings() {
      var settings = new HashMap<String, String>();
      settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
      settings.put("QUARKUS_HTTP_PORT", "" + api.getPort());
      settings.put("QUARKUS_MANAGEMENT_PORT", "0");
      settings.put("QUARKUS_DATASOURCE_REACTIVE_URL", database.reactiveUrl());
      settings.put("QUARKUS_DATASOURCE_USERNAME", database.user());
      settings.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
      settings.put("COMPOSER_URL", composer.url());
      return settings;
    }
  }

  @BeforeEach
  void start() {
    first.start();
    second.start();
    first.await();
    second.await();
  }

  @AfterEach
  void stop() {
    first.program.close();
    second.program.close();
    composer.close();
  }

  @Test
  void every_replica_knows_the_end_also_after_a_crash() {
    UUID id = compose();
    composer.status(id, END);
    String told = first.status(id);

    String toldByTheOther = second.status(id);
    first.program.killAndStartAgain();
    first.await();

    assertThat(told).contains("X-Amz-Signature");
    assertThat(toldByTheOther).isEqualTo(told);
    assertThat(first.status(id)).isEqualTo(told);
    assertThat(composer.statusCalls()).isEqualTo(1);
  }

  private UUID compose() {
    String body = Examples.read("compose.request.debian-13.json").toString();
    return UUID.fromString(
        ApiCaller.call(first.request("/compose").POST(BodyPublishers.ofString(body)))
            .json()
            .path("id")
            .asText());
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
