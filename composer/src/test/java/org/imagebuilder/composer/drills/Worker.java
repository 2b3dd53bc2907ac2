package org.imagebuilder.composer.drills;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Random;
import java.util.UUID;

/** A pretend worker: confirms, hands over a small file, reports until it is heard. */
final class Worker {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASE = "/api/image-builder-worker/v1";
  private static final String POLL =
      """
      {"types":["debian-manifest","debian-image"],"arch":"x86_64","capabilities":["confirms"]}
      """;
  private static final byte[] IMAGE = new byte[4096];

  private final Load load;
  private final Ledger ledger;
  private final Random random;

  Worker(Load load, Ledger ledger, Random random) {
    this.load = load;
    this.ledger = ledger;
    this.random = random;
  }

  void work() {
    while (load.isWorking()) {
      HttpResponse<String> answer = post(BASE + "/jobs", POLL);
      switch (answer.statusCode()) {
        case 201 -> run(tree(answer));
        case 204 -> {}
        default -> ledger.surprise("POST /jobs: " + answer.statusCode() + " " + answer.body());
      }
    }
  }

  private void run(JsonNode job) {
    String location = job.path("location").asText();
    HttpResponse<String> held =
        load.insist(random, Replica::workers, location, request -> request.GET());
    // A poll's answer that came too late: the job is somebody else's already.
    if (held.statusCode() == 404) {
      return;
    }
    if (random.nextInt(30) == 0) {
      load.insist(random, Replica::workers, location, request -> request.DELETE());
      return;
    }
    boolean isImage = job.path("type").asText().equals("debian-image");
    if (isImage && !upload(job)) {
      return;
    }
    report(job, isImage ? image(job) : "{\"manifest\":{\"version\":\"1\"},\"packages\":[]}");
  }

  private boolean upload(JsonNode job) {
    String path = job.path("artifact_location").asText() + "disk.qcow2";
    HttpResponse<String> kept =
        load.insist(
            random,
            Replica::workers,
            path,
            request -> request.PUT(BodyPublishers.ofByteArray(IMAGE)));
    if (kept.statusCode() != 200 && kept.statusCode() != 404) {
      ledger.surprise("PUT artifact: " + kept.statusCode() + " " + kept.body());
    }
    return kept.statusCode() == 200;
  }

  private void report(JsonNode job, String result) {
    String location = job.path("location").asText();
    HttpResponse<String> answer =
        load.insist(
            random,
            Replica::workers,
            location,
            request ->
                request
                    .header("Content-Type", "application/json")
                    .method("PATCH", BodyPublishers.ofString("{\"result\":" + result + "}")));
    switch (answer.statusCode()) {
      case 200 ->
          ledger.finished(
              UUID.fromString(job.path("id").asText()),
              UUID.fromString(location.substring(location.lastIndexOf('/') + 1)));
      // The lease was lost while composer was away.
      case 404 -> {}
      default -> ledger.surprise("PATCH: " + answer.statusCode() + " " + answer.body());
    }
  }

  private static String image(JsonNode job) {
    return """
    {"success":true,"upload_status":"success","host_os":"debian-12","arch":"x86_64",
     "osbuild_output":{"type":"result","success":true},
     "target_results":[{"name":"org.osbuild.worker.server",
       "options":{"artifact_relative_path":"disk.qcow2"},
       "osbuild_artifact":{"export_filename":"disk.qcow2","export_name":"%s"}}]}
    """
        .formatted(job.path("id").asText());
  }

  private HttpResponse<String> post(String path, String body) {
    return load.insist(
        random,
        Replica::workers,
        path,
        request ->
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
  }

  private static JsonNode tree(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
