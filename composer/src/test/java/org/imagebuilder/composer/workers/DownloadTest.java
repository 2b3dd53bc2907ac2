package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.imagebuilder.composer.artifacts.Artifact;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.imagebuilder.composer.workers.Agent.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A compose from its request to the download of its image, with an agent that builds nothing. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class DownloadTest {
  private static final String CLOUD = "/api/image-builder-composer/v2";
  private static final String REQUEST =
      """
      {"distribution":"debian-13","image_request":{"architecture":"x86_64",
       "image_type":"guest-image","repositories":[],
       "upload_targets":[{"type":"local","upload_options":{}}]}}
      """;
  private static final byte[] IMAGE = new byte[700_000];

  static {
    new Random(11).nextBytes(IMAGE);
  }

  @Inject WorkerListener listener;
  @Inject Artifacts artifacts;
  @TestHTTPResource URI main;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Agent agent;

  @BeforeEach
  void begin() {
    agent = new Agent(listener.origin());
  }

  @AfterEach
  void end() {
    agent.close();
    http.close();
  }

  @Test
  void the_image_of_a_compose_comes_back_as_it_was_put() throws Exception {
    String compose = built();

    HttpResponse<byte[]> answer = download(compose);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(IMAGE);
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"" + compose + "-disk.qcow2\"");
    assertThat(answer.headers().firstValue("Accept-Ranges")).contains("bytes");
    assertThat(answer.headers().firstValue("Content-Length")).contains("700000");
  }

  @Test
  void a_part_of_an_image_may_be_asked_for() throws Exception {
    HttpResponse<byte[]> answer = download(built(), "Range", "bytes=100-299999");

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.headers().firstValue("Content-Range")).contains("bytes 100-299999/700000");
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(IMAGE, 100, 300_000));
  }

  @Test
  void a_part_beyond_the_image_cannot_be_had() throws Exception {
    HttpResponse<byte[]> answer = download(built(), "Range", "bytes=700000-");

    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(answer.headers().firstValue("Content-Range")).contains("bytes */700000");
  }

  @Test
  void an_image_that_the_caller_has_is_not_sent_again() throws Exception {
    String compose = built();
    String etag = download(compose).headers().firstValue("ETag").orElseThrow();

    assertThat(download(compose, "If-None-Match", etag).statusCode()).isEqualTo(304);
  }

  @Test
  void the_tag_of_an_image_is_made_of_its_bytes() throws Exception {
    byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(IMAGE);

    HttpResponse<byte[]> answer = download(built());

    assertThat(answer.headers().firstValue("ETag"))
        .contains('"' + java.util.HexFormat.of().formatHex(digest) + '"');
  }

  @Test
  void a_download_goes_on_where_it_broke_off_if_the_image_is_still_the_same() throws Exception {
    String compose = built();
    String etag = download(compose).headers().firstValue("ETag").orElseThrow();

    HttpResponse<byte[]> answer = download(compose, "Range", "bytes=699990-", "If-Range", etag);

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(IMAGE, 699_990, 700_000));
  }

  @Test
  void the_whole_image_comes_when_the_caller_has_a_part_of_another_one() throws Exception {
    HttpResponse<byte[]> answer =
        download(built(), "Range", "bytes=699990-", "If-Range", "\"another\"");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).hasSize(700_000);
  }

  @Test
  void half_an_id_is_no_uuid() throws Exception {
    HttpResponse<byte[]> answer = download("1-1-1-1-1");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("IMAGE-BUILDER-COMPOSER-42\"");
  }

  @Test
  void head_tells_the_size_of_an_image() throws Exception {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(uri("/composes/" + built() + "/download")).HEAD().build(),
            BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Length")).contains("700000");
  }

  @Test
  void an_unfinished_compose_has_no_image() throws Exception {
    HttpResponse<byte[]> answer = download(request());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("IMAGE-BUILDER-COMPOSER-1022", "before job is finished");
  }

  @Test
  void an_image_that_was_removed_is_told_so() throws Exception {
    String compose = built();
    List<Artifact> kept = artifacts.ofEndedJob(UUID.fromString(compose)).await().indefinitely();
    Files.delete(artifacts.file(kept.getFirst()));

    assertThat(download(compose).statusCode()).isEqualTo(400);
  }

  @Test
  void an_unknown_compose_is_not_found() throws Exception {
    assertThat(download(UUID.randomUUID().toString()).statusCode()).isEqualTo(404);
  }

  @Test
  void a_compose_id_has_to_be_a_uuid() throws Exception {
    assertThat(download("image").statusCode()).isEqualTo(400);
  }

  private String built() throws Exception {
    String compose = request();
    while (!work().equals(compose)) {
      // What other tests left in the queue is done on the way.
    }
    return compose;
  }

  /** Does the next job, whosever it is; says which. */
  private String work() {
    Answer leased =
        agent.send(
            "POST",
            Agent.BASE + "/jobs",
            "{\"types\":[\"debian-manifest\",\"debian-image\"],\"arch\":\"x86_64\"}");
    assertThat(leased.status()).isEqualTo(201);
    String result =
        switch (leased.text("type")) {
          case "debian-manifest" -> "{\"manifest\":{\"version\":\"1\"},\"packages\":[]}";
          default -> image(leased);
        };
    assertThat(agent.send("PATCH", leased.text("location"), "{\"result\":" + result + "}").status())
        .isEqualTo(200);
    return leased.text("id");
  }

  private String image(Answer leased) {
    String name = leased.json().at("/args/targets/0/osbuild_artifact/export_filename").asText();
    assertThat(agent.put(leased.text("artifact_location") + name, IMAGE).status()).isEqualTo(200);
    return """
    {"success":true,"upload_status":"success","host_os":"debian-12","arch":"x86_64",
     "osbuild_output":{"type":"result","success":true},
     "target_results":[{"name":"org.osbuild.worker.server",
       "options":{"artifact_relative_path":"%1$s"},
       "osbuild_artifact":{"export_filename":"%1$s","export_name":"image"}}]}
    """
        .formatted(name);
  }

  private String request() throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(uri("/compose"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(REQUEST))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return new Answer(answer.statusCode(), answer.body(), answer).text("id");
  }

  private HttpResponse<byte[]> download(String compose, String... header) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri("/composes/" + compose + "/download"));
    if (header.length > 0) {
      request.headers(header);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + main.getPort() + CLOUD + path);
  }
}
