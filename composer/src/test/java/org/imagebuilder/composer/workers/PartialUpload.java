package org.imagebuilder.composer.workers;

import java.io.IOException;
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
import java.util.Random;
import org.awaitility.Awaitility;
import org.imagebuilder.composer.artifacts.Artifact;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.workers.Agent.Answer;

/** An agent that holds a job and sends its file in parts. */
final class PartialUpload implements AutoCloseable {
  static final byte[] FILE = new byte[3_000_000];
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  static {
    new Random(3).nextBytes(FILE);
  }

  final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final Agent agent;
  final JobId job;
  final Answer leased;
  private final WorkerListener listener;
  private final Artifacts artifacts;
  private final String path;

  PartialUpload(WorkerListener listener, Artifacts artifacts, QueuedJobs jobs) {
    this.listener = listener;
    this.artifacts = artifacts;
    agent = new Agent(listener.origin());
    job = jobs.enqueue(agent);
    leased = agent.poll();
    path = leased.text("artifact_location") + "disk.qcow2";
  }

  Artifact kept() {
    agent.send("PATCH", leased.text("location"), Results.GOOD);
    return QueuedJobs.await(artifacts.ofEndedJob(job.value())).getFirst();
  }

  boolean isBegun() throws IOException {
    String token = leased.text("location").replaceFirst(".*/", "");
    var begun = artifacts.directory().resolve("begun").resolve(token).resolve("disk.qcow2");
    return Files.exists(begun) && Files.size(begun) > 0;
  }

  void breakOff(int first, int sent) throws IOException {
    URI origin = URI.create(listener.origin());
    try (Socket socket = new Socket("localhost", origin.getPort())) {
      socket.getOutputStream().write(head(range(first, FILE.length, FILE.length), FILE.length));
      socket.getOutputStream().write(FILE, first, sent);
      socket.getOutputStream().flush();
      Awaitility.await().atMost(PATIENCE).until(this::isBegun);
    }
  }

  byte[] head(String range, int length) {
    return "PUT %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nContent-Range: %s\r\n\r\n"
        .formatted(path, length, range)
        .getBytes(StandardCharsets.US_ASCII);
  }

  long offsetAfterBreaking() throws Exception {
    return Long.parseLong(
        send("HEAD", new byte[0]).headers().firstValue("Upload-Offset").orElseThrow());
  }

  HttpResponse<String> put(int first, int end) throws Exception {
    return put(first, end, FILE.length);
  }

  HttpResponse<String> put(int first, int end, int total) throws Exception {
    return send(
        "PUT", Arrays.copyOfRange(FILE, first, end), "Content-Range", range(first, end, total));
  }

  HttpResponse<String> send(String method, byte[] body, String... headers) throws Exception {
    return http.send(
        request(headers)
            .method(
                method,
                method.equals("HEAD") ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }

  HttpRequest.Builder request(String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(listener.origin() + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  static String range(int first, int end, int total) {
    return "bytes %d-%d/%d".formatted(first, end - 1, total);
  }

  static String digest(byte[] bytes) throws Exception {
    return "sha-256=:" + Base64.getEncoder().encodeToString(sha256(bytes)) + ":";
  }

  static byte[] sha256(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  @Override
  public void close() {
    agent.close();
    http.close();
  }
}
