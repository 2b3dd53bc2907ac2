package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that come in parts: what came before a connection broke need not come again. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class ResumedUploadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

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
  void a_file_in_two_parts_is_one_file() throws Exception {
    HttpResponse<String> first = upload.put(0, 1_000_000);

    HttpResponse<String> last = upload.put(1_000_000, PartialUpload.FILE.length);

    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
    assertThat(first.headers().firstValue("Upload-Offset")).contains("1000000");
    assertThat(first.headers().firstValue("Upload-Complete")).contains("?0");
    assertThat(last.statusCode()).as(last.body()).isEqualTo(200);
    assertThat(Files.readAllBytes(artifacts.file(upload.kept()))).isEqualTo(PartialUpload.FILE);
    assertThat(upload.kept().sha256())
        .isEqualTo(HexFormat.of().formatHex(PartialUpload.sha256(PartialUpload.FILE)));
  }

  @Test
  void an_upload_that_broke_off_goes_on_where_it_broke() throws Exception {
    upload.breakOff(0, 2_000_000);
    long offset = upload.offsetAfterBreaking();

    HttpResponse<String> rest = upload.put((int) offset, PartialUpload.FILE.length);

    assertThat(offset).isBetween(500_000L, 2_000_000L);
    assertThat(rest.statusCode()).as(rest.body()).isEqualTo(200);
    assertThat(Files.readAllBytes(artifacts.file(upload.kept()))).isEqualTo(PartialUpload.FILE);
  }

  @Test
  void an_unfinished_file_never_counts() throws Exception {
    upload.put(0, 1_000_000);

    upload.agent.send("PATCH", upload.leased.text("location"), Results.GOOD);

    assertThat(QueuedJobs.await(artifacts.ofEndedJob(upload.job.value()))).isEmpty();
  }

  @Test
  void a_part_that_is_not_the_next_one_is_told_where_to_go_on() throws Exception {
    upload.put(0, 1_000_000);

    HttpResponse<String> gap = upload.put(1_500_000, PartialUpload.FILE.length);

    assertThat(gap.statusCode()).isEqualTo(409);
    assertThat(gap.body()).contains("IMAGE-BUILDER-WORKER-27");
    assertThat(gap.headers().firstValue("Upload-Offset")).contains("1000000");
    assertThat(upload.put(1_000_000, PartialUpload.FILE.length).statusCode()).isEqualTo(200);
  }

  @Test
  void a_first_part_begins_anew() throws Exception {
    upload.put(0, 1_000_000);

    upload.put(0, PartialUpload.FILE.length);

    assertThat(Files.readAllBytes(artifacts.file(upload.kept()))).isEqualTo(PartialUpload.FILE);
  }

  @Test
  void a_file_whose_end_was_not_heard_is_completed_without_a_byte() throws Exception {
    upload.put(0, 1_000_000, 1_000_001);

    HttpResponse<String> end = upload.send("PUT", new byte[0], "Content-Range", "bytes */1000000");

    assertThat(end.statusCode()).as(end.body()).isEqualTo(200);
    assertThat(upload.kept().size()).isEqualTo(1_000_000);
  }

  @Test
  void head_tells_of_a_complete_file_what_it_is() throws Exception {
    upload.put(0, PartialUpload.FILE.length);

    HttpResponse<String> state = upload.send("HEAD", new byte[0]);

    assertThat(state.statusCode()).isEqualTo(200);
    assertThat(state.headers().firstValue("Upload-Complete")).contains("?1");
    assertThat(state.headers().firstValue("Upload-Offset"))
        .contains(Integer.toString(PartialUpload.FILE.length));
    assertThat(state.headers().firstValue("Repr-Digest"))
        .contains(PartialUpload.digest(PartialUpload.FILE));
  }

  @Test
  void head_of_a_file_that_nobody_sent_says_to_begin() throws Exception {
    HttpResponse<String> state = upload.send("HEAD", new byte[0]);

    assertThat(state.statusCode()).isEqualTo(200);
    assertThat(state.headers().firstValue("Upload-Offset")).contains("0");
    assertThat(state.headers().firstValue("Upload-Complete")).contains("?0");
  }

  @Test
  void head_with_a_token_that_is_over_is_refused() throws Exception {
    upload.agent.delete(upload.leased.text("location"));

    assertThat(upload.send("HEAD", new byte[0]).statusCode()).isEqualTo(404);
  }

  @Test
  void a_part_of_unknown_length_that_is_too_short_can_go_on() throws Exception {
    HttpResponse<String> brief =
        upload.http.send(
            upload
                .request("Content-Range", PartialUpload.range(0, 1000, 1000))
                .PUT(BodyPublishers.ofInputStream(() -> InputStream.nullInputStream()))
                .build(),
            BodyHandlers.ofString());

    assertThat(brief.statusCode()).isEqualTo(400);
    assertThat(brief.body()).contains("IMAGE-BUILDER-WORKER-19");
    assertThat(upload.put(0, 1000, 1000).statusCode()).isEqualTo(200);
  }

  @Test
  void a_newcomer_ends_an_upload_that_hangs() throws Exception {
    URI origin = URI.create(listener.origin());
    try (Socket hanging = new Socket("localhost", origin.getPort())) {
      hanging
          .getOutputStream()
          .write(
              upload.head(
                  PartialUpload.range(0, PartialUpload.FILE.length, PartialUpload.FILE.length),
                  PartialUpload.FILE.length));
      hanging.getOutputStream().write(PartialUpload.FILE, 0, 1_500_000);
      hanging.getOutputStream().flush();
      Awaitility.await().atMost(PATIENCE).until(upload::isBegun);

      HttpResponse<String> newcomer = upload.put(0, PartialUpload.FILE.length);

      assertThat(newcomer.statusCode()).as(newcomer.body()).isEqualTo(200);
      assertThat(Files.readAllBytes(artifacts.file(upload.kept()))).isEqualTo(PartialUpload.FILE);
    }
  }

  @Test
  void rivals_leave_the_file_of_one_of_them_with_its_own_digest() throws Exception {
    byte[] other = Arrays.copyOf(PartialUpload.FILE, PartialUpload.FILE.length - 1);
    List<CompletableFuture<HttpResponse<String>>> rivals =
        IntStream.range(0, 6)
            .mapToObj(
                i ->
                    upload.http.sendAsync(
                        upload
                            .request()
                            .PUT(
                                BodyPublishers.ofByteArray(i % 2 == 0 ? PartialUpload.FILE : other))
                            .build(),
                        BodyHandlers.ofString()))
            .toList();

    List<Integer> statuses = rivals.stream().map(each -> each.join().statusCode()).toList();

    assertThat(statuses).contains(200).allMatch(status -> status == 200 || status == 400);
    byte[] left = Files.readAllBytes(artifacts.file(upload.kept()));
    assertThat(upload.kept().sha256())
        .isEqualTo(HexFormat.of().formatHex(PartialUpload.sha256(left)));
    assertThat(upload.kept().size()).isEqualTo(left.length);
  }
}
