package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.imagebuilder.composer.artifacts.Artifact;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.workers.Agent.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that come in parts: what came before a connection broke need not come again. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class ResumedUploadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] FILE = new byte[3_000_000];

  static {
    new Random(3).nextBytes(FILE);
  }

  @Inject WorkerListener listener;
  @Inject Artifacts artifacts;
  @Inject QueuedJobs jobs;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Agent agent;
  private JobId job;
  private Answer leased;
  private String path;

  @BeforeEach
  void begin() {
    agent = new Agent(listener.origin());
    job = jobs.enqueue(agent);
    leased = agent.poll();
    path = leased.text("artifact_location") + "disk.qcow2";
  }

  @AfterEach
  void end() {
    agent.close();
    http.close();
  }

  @Test
  void a_file_in_two_parts_is_one_file() throws Exception {
    HttpResponse<String> first = put(0, 1_000_000);

    HttpResponse<String> last = put(1_000_000, FILE.length);

    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
    assertThat(first.headers().firstValue("Upload-Offset")).contains("1000000");
    assertThat(first.headers().firstValue("Upload-Complete")).contains("?0");
    assertThat(last.statusCode()).as(last.body()).isEqualTo(200);
    assertThat(Files.readAllBytes(artifacts.file(kept()))).isEqualTo(FILE);
    assertThat(kept().sha256()).isEqualTo(java.util.HexFormat.of().formatHex(sha256(FILE)));
  }

  @Test
  void an_upload_that_broke_off_goes_on_where_it_broke() throws Exception {
    breakOff(0, 2_000_000);
    long offset = offsetAfterBreaking();

    HttpResponse<String> rest = put((int) offset, FILE.length);

    assertThat(offset).isBetween(500_000L, 2_000_000L);
    assertThat(rest.statusCode()).as(rest.body()).isEqualTo(200);
    assertThat(Files.readAllBytes(artifacts.file(kept()))).isEqualTo(FILE);
  }

  @Test
  void an_unfinished_file_never_counts() throws Exception {
    put(0, 1_000_000);

    agent.send("PATCH", leased.text("location"), Results.GOOD);

    assertThat(QueuedJobs.await(artifacts.ofEndedJob(job.value()))).isEmpty();
  }

  @Test
  void a_part_that_is_not_the_next_one_is_told_where_to_go_on() throws Exception {
    put(0, 1_000_000);

    HttpResponse<String> gap = put(1_500_000, FILE.length);

    assertThat(gap.statusCode()).isEqualTo(409);
    assertThat(gap.body()).contains("IMAGE-BUILDER-WORKER-27");
    assertThat(gap.headers().firstValue("Upload-Offset")).contains("1000000");
    assertThat(put(1_000_000, FILE.length).statusCode()).isEqualTo(200);
  }

  @Test
  void a_first_part_begins_anew() throws Exception {
    put(0, 1_000_000);

    put(0, FILE.length);

    assertThat(Files.readAllBytes(artifacts.file(kept()))).isEqualTo(FILE);
  }

  @Test
  void a_file_whose_end_was_not_heard_is_completed_without_a_byte() throws Exception {
    put(0, 1_000_000, 1_000_001);

    HttpResponse<String> end = send("PUT", new byte[0], "Content-Range", "bytes */1000000");

    assertThat(end.statusCode()).as(end.body()).isEqualTo(200);
    assertThat(kept().size()).isEqualTo(1_000_000);
  }

  @Test
  void head_tells_of_a_complete_file_what_it_is() throws Exception {
    put(0, FILE.length);

    HttpResponse<String> state = send("HEAD", new byte[0]);

    assertThat(state.statusCode()).isEqualTo(200);
    assertThat(state.headers().firstValue("Upload-Complete")).contains("?1");
    assertThat(state.headers().firstValue("Upload-Offset")).contains(Integer.toString(FILE.length));
    assertThat(state.headers().firstValue("Repr-Digest")).contains(digest(FILE));
  }

  @Test
  void head_of_a_file_that_nobody_sent_says_to_begin() throws Exception {
    HttpResponse<String> state = send("HEAD", new byte[0]);

    assertThat(state.statusCode()).isEqualTo(200);
    assertThat(state.headers().firstValue("Upload-Offset")).contains("0");
    assertThat(state.headers().firstValue("Upload-Complete")).contains("?0");
  }

  @Test
  void head_with_a_token_that_is_over_is_refused() throws Exception {
    agent.delete(leased.text("location"));

    assertThat(send("HEAD", new byte[0]).statusCode()).isEqualTo(404);
  }

  @Test
  void bytes_that_are_not_those_of_the_digest_are_refused_and_forgotten() throws Exception {
    put(0, 1_000_000);

    HttpResponse<String> wrong =
        send(
            "PUT",
            Arrays.copyOfRange(FILE, 1_000_000, FILE.length),
            "Content-Range",
            range(1_000_000, FILE.length, FILE.length),
            "Repr-Digest",
            digest(new byte[1]));

    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("IMAGE-BUILDER-WORKER-28");
    assertThat(send("HEAD", new byte[0]).headers().firstValue("Upload-Offset")).contains("0");
  }

  @Test
  void bytes_that_are_those_of_the_digest_are_taken() throws Exception {
    HttpResponse<String> right = send("PUT", FILE, "Repr-Digest", "md5=:eA==:, " + digest(FILE));

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
    HttpResponse<String> refused = send("PUT", new byte[10], "Content-Range", range);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("IMAGE-BUILDER-WORKER-19", "Content-Range");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha-256=:eA==:", "sha-256=:?:"})
  void a_digest_that_is_none_is_named(String digest) throws Exception {
    HttpResponse<String> refused = send("PUT", new byte[10], "Repr-Digest", digest);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("IMAGE-BUILDER-WORKER-19", "Repr-Digest");
  }

  @Test
  void a_part_of_unknown_length_that_is_too_short_can_go_on() throws Exception {
    HttpResponse<String> brief =
        http.send(
            request("Content-Range", range(0, 1000, 1000))
                .PUT(BodyPublishers.ofInputStream(() -> InputStream.nullInputStream()))
                .build(),
            BodyHandlers.ofString());

    assertThat(brief.statusCode()).isEqualTo(400);
    assertThat(brief.body()).contains("IMAGE-BUILDER-WORKER-19");
    assertThat(put(0, 1000, 1000).statusCode()).isEqualTo(200);
  }

  @Test
  void a_newcomer_ends_an_upload_that_hangs() throws Exception {
    URI origin = URI.create(listener.origin());
    try (Socket hanging = new Socket("localhost", origin.getPort())) {
      hanging.getOutputStream().write(head(range(0, FILE.length, FILE.length), FILE.length));
      hanging.getOutputStream().write(FILE, 0, 1_500_000);
      hanging.getOutputStream().flush();
      Awaitility.await().atMost(PATIENCE).until(this::isBegun);

      HttpResponse<String> newcomer = put(0, FILE.length);

      assertThat(newcomer.statusCode()).as(newcomer.body()).isEqualTo(200);
      assertThat(Files.readAllBytes(artifacts.file(kept()))).isEqualTo(FILE);
    }
  }

  @Test
  void rivals_leave_the_file_of_one_of_them_with_its_own_digest() throws Exception {
    byte[] other = Arrays.copyOf(FILE, FILE.length - 1);
    List<java.util.concurrent.CompletableFuture<HttpResponse<String>>> rivals =
        java.util.stream.IntStream.range(0, 6)
            .mapToObj(
                i ->
                    http.sendAsync(
                        request()
                            .PUT(BodyPublishers.ofByteArray(i % 2 == 0 ? FILE : other))
                            .build(),
                        BodyHandlers.ofString()))
            .toList();

    List<Integer> statuses = rivals.stream().map(each -> each.join().statusCode()).toList();

    assertThat(statuses).contains(200).allMatch(status -> status == 200 || status == 400);
    byte[] left = Files.readAllBytes(artifacts.file(kept()));
    assertThat(kept().sha256()).isEqualTo(java.util.HexFormat.of().formatHex(sha256(left)));
    assertThat(kept().size()).isEqualTo(left.length);
  }

  @Test
  void who_asks_before_sending_is_refused_before_sending() throws Exception {
    agent.delete(leased.text("location"));

    HttpResponse<String> refused =
        http.send(
            request().expectContinue(true).PUT(BodyPublishers.ofByteArray(FILE)).build(),
            BodyHandlers.ofString());

    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(refused.headers().firstValue("Connection")).contains("close");
  }

  @Test
  void who_asks_before_sending_is_let_go_on() throws Exception {
    HttpResponse<String> sent =
        http.send(
            request().expectContinue(true).PUT(BodyPublishers.ofByteArray(FILE)).build(),
            BodyHandlers.ofString());
    HttpResponse<String> reported =
        http.send(
            HttpRequest.newBuilder(URI.create(listener.origin() + leased.text("location")))
                .expectContinue(true)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(Results.GOOD))
                .build(),
            BodyHandlers.ofString());
    HttpResponse<String> registered =
        http.send(
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

  private Artifact kept() {
    agent.send("PATCH", leased.text("location"), Results.GOOD);
    return QueuedJobs.await(artifacts.ofEndedJob(job.value())).getFirst();
  }

  private boolean isBegun() throws IOException {
    String token = leased.text("location").replaceFirst(".*/", "");
    var begun = artifacts.directory().resolve("begun").resolve(token).resolve("disk.qcow2");
    return Files.exists(begun) && Files.size(begun) > 0;
  }

  private void breakOff(int first, int sent) throws IOException {
    URI origin = URI.create(listener.origin());
    try (Socket socket = new Socket("localhost", origin.getPort())) {
      socket.getOutputStream().write(head(range(first, FILE.length, FILE.length), FILE.length));
      socket.getOutputStream().write(FILE, first, sent);
      socket.getOutputStream().flush();
      Awaitility.await().atMost(PATIENCE).until(this::isBegun);
    }
  }

  private byte[] head(String range, int length) {
    return "PUT %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nContent-Range: %s\r\n\r\n"
        .formatted(path, length, range)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private long offsetAfterBreaking() throws Exception {
    return Long.parseLong(
        send("HEAD", new byte[0]).headers().firstValue("Upload-Offset").orElseThrow());
  }

  private HttpResponse<String> put(int first, int end) throws Exception {
    return put(first, end, FILE.length);
  }

  private HttpResponse<String> put(int first, int end, int total) throws Exception {
    return send(
        "PUT", Arrays.copyOfRange(FILE, first, end), "Content-Range", range(first, end, total));
  }

  private HttpResponse<String> send(String method, byte[] body, String... headers)
      throws Exception {
    return http.send(
        request(headers)
            .method(
                method,
                method.equals("HEAD") ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(listener.origin() + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private static String range(int first, int end, int total) {
    return "bytes %d-%d/%d".formatted(first, end - 1, total);
  }

  private static String digest(byte[] bytes) throws Exception {
    return "sha-256=:" + Base64.getEncoder().encodeToString(sha256(bytes)) + ":";
  }

  private static byte[] sha256(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }
}
