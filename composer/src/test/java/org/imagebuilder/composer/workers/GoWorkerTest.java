package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.imagebuilder.composer.artifacts.Artifact;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.imagebuilder.composer.workers.Agent.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The worker that installations already have does whole composes for this composer. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class GoWorkerTest {
  private static final String CLOUD = "/api/image-builder-composer/v2";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BEAT = Duration.ofMillis(100);

  @Inject WorkerListener listener;
  @Inject Artifacts artifacts;
  @Inject Database database;
  @TestHTTPResource URI main;
  private Agent client;

  @BeforeEach
  void leaveNothingOfOtherTests() {
    await("truncate composes, jobs, workers cascade");
    client = new Agent("http://localhost:" + main.getPort());
  }

  @AfterEach
  void end() {
    client.close();
  }

  @Test
  void a_compose_is_built_uploaded_and_kept() {
    try (GoWorker worker = worker(listener.origin(), () -> "", GoBuild::result)) {
      String compose = request();

      Answer status = statusWhen(compose, "success");

      assertThat(status.json().at("/image_status/upload_status/type").asText()).isEqualTo("local");
      List<Artifact> kept = artifacts.ofEndedJob(UUID.fromString(compose)).await().atMost(PATIENCE);
      assertThat(kept)
          .singleElement()
          .extracting(Artifact::size)
          .isEqualTo((long) GoBuild.IMAGE.length);
      assertThat(worker.refusals()).isEmpty();
    }
  }

  @Test
  void its_manifest_job_is_of_the_type_that_it_knows_and_the_build_reads_its_result()
      throws Exception {
    List<JsonNode> jobs = new java.util.concurrent.CopyOnWriteArrayList<>();
    try (GoWorker worker =
        worker(
            listener.origin(),
            () -> "",
            (self, job) -> {
              jobs.add(job);
              return GoBuild.result(self, job);
            })) {
      statusWhen(request(), "success");

      assertThat(jobs)
          .extracting(job -> job.path("type").asText())
          .containsExactly("image-builder-manifest", "osbuild");
      JsonNode build = jobs.getLast();
      assertThat(build.path("args").path("manifest_dyn_args_idx").asInt(-1)).isZero();
      assertThat(build.path("dynamic_args"))
          .singleElement()
          .isEqualTo(GoBuild.example("image-builder-manifest.result.json"));
      assertThat(build.path("artifact_location").asText())
          .isEqualTo(build.path("location").asText() + "/artifacts/");
      assertThat(worker.refusals()).isEmpty();
    }
  }

  @Test
  void it_fetches_a_token_after_its_first_refusal_and_goes_on_with_the_same_body() {
    try (TokenGate gate = new TokenGate(listener.origin(), "sesame");
        GoWorker worker = worker(gate.address(), () -> "sesame", GoBuild::result)) {
      statusWhen(request(), "success");

      assertThat(gate.refused()).isPositive();
      assertThat(worker.refusals()).isEmpty();
    }
  }

  @Test
  void a_worker_that_composer_forgot_registers_again() {
    try (GoWorker worker = worker(listener.origin(), () -> "", GoBuild::result)) {
      String first = worker.workerId();

      await("truncate workers");

      Awaitility.await().atMost(PATIENCE).until(() -> worker.registrations() == 2);
      assertThat(worker.workerId()).isNotEqualTo(first);
      statusWhen(request(), "success");
    }
  }

  @Test
  void its_progress_is_seen_and_replaced() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    try (GoWorker worker =
        worker(
            listener.origin(),
            () -> "",
            (self, job) -> {
              self.progress(job, "Finished pipeline build", 1, 4);
              self.progress(job, "Finished pipeline os", 2, 4);
              assertThat(goOn.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
              return GoBuild.result(self, job);
            })) {
      String compose = request();

      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> status(compose).json().at("/image_status/progress/message").asText(),
              "Finished pipeline os"::equals);

      goOn.countDown();
      statusWhen(compose, "success");
      assertThat(worker.refusals()).isEmpty();
    }
  }

  @Test
  void heartbeats_keep_a_job_that_takes_longer_than_its_first_lease() {
    try (GoWorker worker =
        worker(
            listener.origin(),
            () -> "",
            (self, job) -> {
              expireUnlessHeard(job);
              return GoBuild.result(self, job);
            })) {
      statusWhen(request(), "success");

      assertThat(worker.refusals()).isEmpty();
    }
  }

  /** What went wrong elsewhere: a cancelled build went on to its end. */
  @Test
  void a_cancel_ends_the_worker_and_leaves_nothing_behind() {
    CountDownLatch never = new CountDownLatch(1);
    try (GoWorker worker =
        worker(
            listener.origin(),
            () -> "",
            (self, job) -> {
              never.await();
              return GoBuild.result(self, job);
            })) {
      String compose = request();
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> count("select count(*) from job_leases") == 1);

      client.send("POST", CLOUD + "/composes/" + compose + "/cancel", "");

      Awaitility.await().atMost(PATIENCE).until(worker::hasExited);
      assertThat(status(compose).text("status")).isEqualTo("failure");
      assertThat(count("select count(*) from jobs where finished_at is null")).isZero();
    }
  }

  @Test
  void a_build_that_failed_fails_the_compose() {
    try (GoWorker worker =
        worker(
            listener.origin(),
            () -> "",
            (self, job) ->
                GoBuild.example(
                    job.path("type").asText().equals("osbuild")
                        ? "osbuild.failed.json"
                        : "image-builder-manifest.result.json"))) {
      Answer status = statusWhen(request(), "failure");

      assertThat(status.json().at("/image_status/error/id").asInt()).isEqualTo(10);
      assertThat(worker.refusals()).isEmpty();
    }
  }

  private GoWorker worker(
      String origin, java.util.function.Supplier<String> tokens, GoWorker.Craft craft) {
    GoWorker worker = new GoWorker(origin, Agent.BASE, tokens, BEAT, craft).start();
    // The planner chooses what live workers can do, and has to have heard both loops for that.
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                count(
                        "select count(*) from workers where 'image-builder-manifest' = any(capabilities)")
                    > 0);
    return worker;
  }

  /** Waits until a heartbeat came, then looks as if much time had gone by until another one. */
  private void expireUnlessHeard(JsonNode job) {
    UUID token = UUID.fromString(job.path("location").asText().replaceFirst(".*/", ""));
    for (int beats = 0; beats < 2; beats++) {
      database
          .run(
              "update job_leases set confirmed_at = null, expires_at = now() + interval '5 s' where token = $1",
              Tuple.of(token))
          .await()
          .atMost(PATIENCE);
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () ->
                  count(
                          "select count(*) from job_leases where confirmed_at is not null and expires_at > now() + interval '1 min' and token = '"
                              + token
                              + "'")
                      == 1);
    }
  }

  private String request() {
    Answer answer =
        client.send(
            "POST",
            CLOUD + "/compose",
            """
            {"distribution":"centos-9","image_request":{"architecture":"x86_64",
             "image_type":"guest-image","repositories":[],
             "upload_targets":[{"type":"local","upload_options":{}}]}}
            """);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.text("id");
  }

  private Answer status(String compose) {
    return client.get(CLOUD + "/composes/" + compose);
  }

  private Answer statusWhen(String compose, String expected) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> status(compose), status -> status.text("status").equals(expected));
  }

  private long count(String sql) {
    return database.run(sql).await().atMost(PATIENCE).iterator().next().getLong(0);
  }

  private void await(String sql) {
    database.run(sql).await().atMost(PATIENCE);
  }
}
