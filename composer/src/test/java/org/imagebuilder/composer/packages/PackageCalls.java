package org.imagebuilder.composer.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.LeaseRequest;
import org.imagebuilder.composer.queue.LeaseState;
import org.imagebuilder.composer.queue.LeasedJob;
import org.imagebuilder.composer.queue.NewJob;
import org.imagebuilder.composer.queue.NewPlan;

/** Somebody who asks about packages, and a worker that answers. */
final class PackageCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Path EXAMPLES =
      Path.of(System.getProperty("contracts", "../src/main/openapi"), "examples");

  private final URI server;
  private final Database database;
  private final JobQueue queue;
  private final Jobs jobs;

  PackageCalls(URI server, Database database, JobQueue queue, Jobs jobs) {
    this.server = server;
    this.database = database;
    this.queue = queue;
    this.jobs = jobs;
  }

  void forgetOtherTests() {
    database.run("truncate composes, jobs, workers cascade").await().atMost(PATIENCE);
  }

  Questioner person() {
    return new Questioner(server);
  }

  static void aWorkerWith(URI workers, String ability) throws IOException {
    HttpRequest registration =
        HttpRequest.newBuilder(workers.resolve("/api/image-builder-worker/v1/workers"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"arch\":\"x86_64\",\"capabilities\":[\"%s\"]}".formatted(ability)))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(
              client
                  .sendAsync(registration, HttpResponse.BodyHandlers.discarding())
                  .join()
                  .statusCode())
          .isEqualTo(201);
    }
  }

  void aBuildThatWaits() {
    JobId id = new JobId(UUID.randomUUID());
    database
        .inTransaction(
            tx ->
                queue.enqueue(
                    tx,
                    List.of(
                        NewPlan.of(
                            id.value(), "", "", List.of(NewJob.of(id, "osbuild:x86_64", "{}"))))))
        .await()
        .atMost(PATIENCE);
  }

  String states() {
    return database
        .run("select coalesce(string_agg(state, ','), '') from jobs")
        .await()
        .atMost(PATIENCE)
        .iterator()
        .next()
        .getString(0);
  }

  LeaseState heartbeat(LeasedJob job) {
    return queue.heartbeat(job.lease()).await().atMost(PATIENCE);
  }

  LeasedJob lease(String... queueTypes) {
    return queue
        .lease(new LeaseRequest("", Set.of(queueTypes), Optional.empty(), false, PATIENCE))
        .await()
        .atMost(PATIENCE)
        .orElseThrow();
  }

  void finish(LeasedJob job, JobType type, String result) {
    jobs.finish(job.lease(), type, result).await().atMost(PATIENCE);
  }

  static String failure(int number, String details) {
    return "{\"job_error\": {\"id\": %d, \"reason\": \"DNF error occurred\", \"details\": \"%s\"}}"
        .formatted(number, details);
  }

  static String request(String name) throws IOException {
    return Files.readString(EXAMPLES.resolve("composer").resolve(name));
  }

  static String job(String name) throws IOException {
    return Files.readString(EXAMPLES.resolve("jobs").resolve(name));
  }
}
