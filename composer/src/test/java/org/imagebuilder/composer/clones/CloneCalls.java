package org.imagebuilder.composer.clones;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
import org.imagebuilder.composer.queue.LeasedJob;
import org.imagebuilder.composer.queue.NewJob;
import org.imagebuilder.composer.queue.NewPlan;

/** Somebody who clones images, and a worker that copies and shares as it is told. */
final class CloneCalls {
  static final String ELSEWHERE = "{\"region\": \"us-east-1\"}";
  static final String SHARED_ELSEWHERE =
      "{\"region\": \"us-east-1\", \"share_with_accounts\": [\"222222222222\"]}";
  static final String HERE = "{\"region\": \"eu-west-1\"}";
  static final String COPIED = "{\"ami\": \"ami-copy\", \"region\": \"us-east-1\"}";

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String BASE = "/api/image-builder-composer/v2";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI server;
  private final Database database;
  private final JobQueue queue;
  private final Jobs jobs;

  CloneCalls(URI server, Database database, JobQueue queue, Jobs jobs) {
    this.server = server;
    this.database = database;
    this.queue = queue;
    this.jobs = jobs;
  }

  void forgetOtherTests() {
    database.run("truncate composes, jobs, clones cascade").await().atMost(PATIENCE);
  }

  record Answer(int status, JsonNode body, String key) {
    String text(String pointer) {
      return body.at(pointer).asText();
    }
  }

  String aComposeOnAws(String... accounts) {
    String compose =
        aCompose(
            """
            [{"uuid": "u", "image_name": "i", "name": "org.osbuild.aws", "created": "", "status": "",
              "options": {"region": "eu-west-1", "shareWithAccounts": %s},
              "osbuild_artifact": {"export_filename": "f", "export_name": "e"}}]
            """
                .formatted(JSON.valueToTree(accounts)));
    succeed(
        "[{\"name\": \"org.osbuild.aws\", \"options\": {\"ami\": \"ami-1\", \"region\": \"eu-west-1\"}}]");
    return compose;
  }

  /** A compose whose image goes to these targets, and that nobody has built yet. */
  String aCompose(String targets) {
    UUID id = UUID.randomUUID();
    database
        .inTransaction(
            tx ->
                tx.run(
                        "insert into composes (id, tenant, channel, request) values ($1, '', '', '{}')",
                        Tuple.of(id))
                    .chain(
                        () ->
                            queue.enqueue(
                                tx,
                                NewPlan.of(
                                    id,
                                    "",
                                    "",
                                    List.of(
                                        NewJob.of(
                                            new JobId(id),
                                            "osbuild:x86_64",
                                            "{\"targets\": " + targets + "}"))))))
        .await()
        .atMost(PATIENCE);
    return id.toString();
  }

  void succeed(String targetResults) {
    finish(
        lease("osbuild:x86_64"),
        JobType.OSBUILD,
        "{\"success\": true, \"osbuild_output\": {\"success\": true}, \"target_results\": %s}"
            .formatted(targetResults));
  }

  int numberOf(String queueType) {
    return database
        .run("select count(*)::int from jobs where queue_type = $1", Tuple.of(queueType))
        .await()
        .atMost(PATIENCE)
        .iterator()
        .next()
        .getInteger(0);
  }

  LeasedJob lease(String queueType) {
    return queue
        .lease(new LeaseRequest("", Set.of(queueType), Optional.empty(), false, PATIENCE))
        .await()
        .atMost(PATIENCE)
        .orElseThrow();
  }

  void finish(LeasedJob job, JobType type, String result) {
    jobs.finish(job.lease(), type, result).await().atMost(PATIENCE);
  }

  String accepted(String compose, String body) throws IOException {
    Answer answer = post(compose, body);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    return answer.text("/id");
  }

  Answer post(String compose, String body, String... headers) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(BASE + "/composes/" + compose + "/clone"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** The same for whoever cannot throw. */
  Answer postOrFail(String compose, String body) {
    try {
      return post(compose, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer status(String clone) throws IOException {
    return send(HttpRequest.newBuilder(server.resolve(BASE + "/clones/" + clone)).build());
  }

  private static Answer send(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
      return new Answer(
          answer.statusCode(),
          JSON.readTree(answer.body()),
          answer.headers().firstValue("Idempotency-Key").orElse(""));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
