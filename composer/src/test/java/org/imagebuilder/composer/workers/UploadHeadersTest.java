package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an upload says of itself before its bytes: its place, its digest, and whether to send at
 * all.
 */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class UploadHeadersTest {
  @Inject WorkerListener listener;
  @Inject Artifacts artifacts;
  @Inject QueuedJobs jobs;
  private PartialUpload upload;

  @BeforeEach
  void begin() {
    upload = new PartialUpload(listener, artifacts, jobs);
  }

  @AfterEach
  void end() {
    upload.close();
  }

  @Test
  void bytes_that_are_not_those_of_the_digest_are_refused_and_forgotten() throws Exception {
    upload.put(0, 1_000_000);

    HttpResponse<String> wrong =
        upload.send(
            "PUT",
            Arrays.copyOfRange(PartialUpload.FILE, 1_000_000, PartialUpload.FILE.length),
            "Content-Range",
            PartialUpload.range(1_000_000, PartialUpload.FILE.length, PartialUpload.FILE.length),
            "Repr-Digest",
            PartialUpload.digest(new byte[1]));

    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("IMAGE-BUILDER-WORKER-28");
    assertThat(upload.send("HEAD", new byte[0]).headers().firstValue("Upload-Offset"))
        .contains("0");
  }

  @Test
  void bytes_that_are_those_of_the_digest_are_taken() throws Exception {
    HttpResponse<String> right =
        upload.send(
            "PUT",
            PartialUpload.FILE,
            "Repr-Digest",
            "md5=:eA==:, " + PartialUpload.digest(PartialUpload.FILE));

    assertThat(right.statusCode()).as(right.body()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes 0-9/5",
        "bytes 5-4/10",
        "bytes 0-9/*",
        "items 0-9/10",
        "bytes 0-9",
        "bytes 0-99999999999999999999/999999999999999999999",
        "bytes 0-8/10"
      })
  void a_range_that_contradicts_itself_or_the_body_is_named(String range) throws Exception {
    HttpResponse<String> refused = upload.send("PUT", new byte[10], "Content-Range", range);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("IMAGE-BUILDER-WORKER-19", "Content-Range");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha-256=:eA==:", "sha-256=:?:"})
  void a_digest_that_is_none_is_named(String digest) throws Exception {
    HttpResponse<String> refused = upload.send("PUT", new byte[10], "Repr-Digest", digest);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("IMAGE-BUILDER-WORKER-19", "Repr-Digest");
  }

  @Test
  void who_asks_before_sending_is_refused_before_sending() throws Exception {
    upload.agent.delete(upload.leased.text("location"));

    HttpResponse<String> refused =
        upload.http.send(
            upload
                .request()
                .expectContinue(true)
                .PUT(BodyPublishers.ofByteArray(PartialUpload.FILE))
                .build(),
            BodyHandlers.ofString());

    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(refused.headers().firstValue("Connection")).contains("close");
  }

  @Test
  void who_asks_before_sending_is_let_go_on() throws Exception {
    HttpResponse<String> sent =
        upload.http.send(
            upload
                .request()
                .expectContinue(true)
                .PUT(BodyPublishers.ofByteArray(PartialUpload.FILE))
                .build(),
            BodyHandlers.ofString());
    HttpResponse<String> reported =
        upload.http.send(
            HttpRequest.newBuilder(URI.create(listener.origin() + upload.leased.text("location")))
                .expectContinue(true)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(Results.GOOD))
                .build(),
            BodyHandlers.ofString());
    HttpResponse<String> registered =
        upload.http.send(
            HttpRequest.newBuilder(URI.create(listener.origin() + Agent.BASE + "/workers"))
                .expectContinue(true)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"arch\":\"x86_64\"}"))
                .build(),
            BodyHandlers.ofString());

    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
    assertThat(reported.statusCode()).as(reported.body()).isEqualTo(200);
    assertThat(registered.statusCode()).as(registered.body()).isEqualTo(201);
  }
}
