package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
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

/** Files that a worker hands over, over HTTP. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class ArtifactUploadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Inject WorkerListener listener;
  @Inject Artifacts artifacts;
  @Inject QueuedJobs jobs;
  private Agent agent;

  @BeforeEach
  void begin() {
    agent = new Agent(listener.origin());
  }

  @AfterEach
  void end() {
    agent.close();
  }

  @Test
  void a_file_is_kept_with_its_size_and_digest() throws Exception {
    byte[] bytes = new byte[3 << 20];
    new java.util.Random(7).nextBytes(bytes);
    JobId job = jobs.enqueue(agent);
    Answer leased = agent.poll();

    Answer answer = agent.put(leased.text("artifact_location") + "disk.qcow2", bytes);
    agent.send("PATCH", leased.text("location"), Results.GOOD);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    List<Artifact> kept = QueuedJobs.await(artifacts.ofEndedJob(job.value()));
    assertThat(kept).hasSize(1);
    assertThat(kept.getFirst().size()).isEqualTo(bytes.length);
    assertThat(kept.getFirst().sha256())
        .isEqualTo(
            HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes)));
    assertThat(Files.readAllBytes(artifacts.file(kept.getFirst()))).isEqualTo(bytes);
  }

  @Test
  void a_file_that_is_sent_again_replaces_the_first_one() throws Exception {
    JobId job = jobs.enqueue(agent);
    Answer leased = agent.poll();
    agent.put(leased.text("artifact_location") + "a.txt", new byte[100]);

    agent.put(leased.text("artifact_location") + "a.txt", new byte[] {1, 2});
    agent.send("PATCH", leased.text("location"), Results.GOOD);

    assertThat(QueuedJobs.await(artifacts.ofEndedJob(job.value())).getFirst().size()).isEqualTo(2);
  }

  @Test
  void an_empty_file_is_a_file() {
    JobId job = jobs.enqueue(agent);
    Answer leased = agent.poll();

    assertThat(agent.put(leased.text("artifact_location") + "empty", new byte[0]).status())
        .isEqualTo(200);
    agent.send("PATCH", leased.text("location"), Results.GOOD);
    assertThat(QueuedJobs.await(artifacts.ofEndedJob(job.value())).getFirst().size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..%2Fescaped", "%2e%2e%2fescaped", "a%5Cb", "a%00b", "%2Fetc"})
  void a_name_that_leaves_the_directory_is_refused(String name) {
    Answer leased = jobs.leaseWhole(agent);

    Answer answer = agent.put(leased.text("artifact_location") + name, new byte[] {1});

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("25");
    assertThat(artifacts.directory().resolve("escaped")).doesNotExist();
  }

  @Test
  void files_of_a_lease_that_was_given_back_are_gone() throws Exception {
    JobId job = jobs.enqueue(agent);
    Answer first = agent.poll();
    agent.put(first.text("artifact_location") + "disk", new byte[] {1});
    agent.delete(first.text("location"));

    Answer second = agent.poll();
    agent.send("PATCH", second.text("location"), Results.GOOD);

    assertThat(QueuedJobs.await(artifacts.ofEndedJob(job.value()))).isEmpty();
    String token = first.text("location").substring(Agent.BASE.length() + "/jobs/".length());
    assertThat(artifacts.directory().resolve(token)).doesNotExist();
  }

  @Test
  void a_file_for_a_job_that_has_ended_is_refused() {
    Answer leased = jobs.leaseWhole(agent);
    agent.send("PATCH", leased.text("location"), Results.GOOD);

    assertThat(agent.put(leased.text("artifact_location") + "late", new byte[1]).text("id"))
        .isEqualTo("5");
  }

  @Test
  void a_file_that_never_comes_whole_leaves_nothing() throws Exception {
    Answer leased = jobs.leaseWhole(agent);
    URI origin = URI.create(listener.origin());
    String head =
        "PUT %shalf HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n"
            .formatted(leased.text("artifact_location"));

    try (Socket socket = new Socket("localhost", origin.getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    }

    Awaitility.await().atMost(PATIENCE).until(() -> incoming().isEmpty());
  }

  @Test
  void an_upload_that_breaks_off_leaves_nothing_behind() throws Exception {
    JobId job = jobs.enqueue(agent);
    Answer leased = agent.poll();

    breakOff("PUT", leased.text("artifact_location") + "disk", 1_000_000, 700_000);

    Awaitility.await().atMost(PATIENCE).until(() -> incoming().isEmpty());
    agent.send("PATCH", leased.text("location"), Results.GOOD);
    assertThat(QueuedJobs.await(artifacts.ofEndedJob(job.value()))).isEmpty();
  }

  private List<Path> incoming() throws IOException {
    try (Stream<Path> files = Files.list(artifacts.directory().resolve("incoming"))) {
      return files.toList();
    }
  }

  private void breakOff(String method, String path, int promised, int sent) throws IOException {
    URI origin = URI.create(listener.origin());
    try (Socket socket = new Socket("localhost", origin.getPort())) {
      String head =
          "%s %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
              .formatted(method, path, promised);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(new byte[sent]);
      socket.getOutputStream().flush();
    }
  }
}
