package org.imagebuilder.composer.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
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
import java.util.concurrent.CompletableFuture;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.imagebuilder.composer.packages.Questioner.Answer;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.LeaseRequest;
import org.imagebuilder.composer.queue.LeaseState;
import org.imagebuilder.composer.queue.LeasedJob;
import org.imagebuilder.composer.queue.NewJob;
import org.imagebuilder.composer.queue.NewPlan;
import org.imagebuilder.composer.tenants.Tenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody gets who asks about packages, while a worker answers, fails, or is not there. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class PackagesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EXAMPLES =
      Path.of(System.getProperty("contracts", "../src/main/openapi"), "examples");

  @TestHTTPResource("/")
  URI server;

  @Inject WorkerListener workers;
  @Inject Database database;
  @Inject JobQueue queue;
  @Inject Jobs jobs;
  @Inject Packages packages;

  @BeforeEach
  void forgetOtherTests() {
    database.run("truncate composes, jobs, workers cascade").await().atMost(PATIENCE);
  }

  @Test
  void a_worker_gets_what_a_blueprint_names() throws IOException {
    CompletableFuture<Answer> answer =
        person().asks(Questioner.DEPSOLVE, request("post-depsolve-blueprint.request.json"));

    JsonNode args = JSON.readTree(lease("depsolve").args());

    JsonNode set = args.at("/grouped_package_sets/os/0");
    assertThat(set.path("Include"))
        .isEqualTo(JSON.readTree("[\"vim-minimal\", \"httpd-2.4.*\", \"kernel\"]"));
    assertThat(set.path("Repositories").size()).isPositive();
    assertThat(set.at("/Repositories/0/baseurls/0").asText() + set.at("/Repositories/0/metalink"))
        .contains("http");
    assertThat(args.path("module_platform_id").asText()).isEqualTo("platform:el9");
    assertThat(args.path("releasever").asText()).isEqualTo("9");
    assertThat(args.path("arch").asText()).isEqualTo("x86_64");
    assertThat(answer).isNotDone();
  }

  @Test
  void the_packages_of_a_blueprint_are_answered() throws IOException {
    CompletableFuture<Answer> answer =
        person().asks(Questioner.DEPSOLVE, request("post-depsolve-blueprint.request.json"));

    finish(lease("depsolve"), JobType.DEPSOLVE, job("depsolve.result.json"));

    assertThat(answer.join().status()).isEqualTo(200);
    assertThat(answer.join().body())
        .isEqualTo(JSON.readTree(request("post-depsolve-blueprint.200.json")));
  }

  @Test
  void the_packages_of_an_image_come_with_the_digests_of_its_manifest() throws IOException {
    CompletableFuture<Answer> answer =
        person().asks(Questioner.DEPSOLVE, request("post-depsolve-blueprint.request.image.json"));
    LeasedJob manifest = lease("rpm-manifest");

    finish(manifest, JobType.RPM_MANIFEST, job("rpm-manifest.result.json"));

    assertThat(JSON.readTree(manifest.args()).path("image_type").asText()).isEqualTo("qcow2");
    assertThat(manifest.args()).contains("https://packages.example.com/el9/x86_64/");
    assertThat(answer.join().body())
        .isEqualTo(JSON.readTree(request("post-depsolve-blueprint.200.json")));
  }

  @Test
  void old_workers_make_a_manifest_whose_files_are_the_answer() throws IOException {
    aWorkerWith("image-builder-manifest");
    CompletableFuture<Answer> answer =
        person().asks(Questioner.DEPSOLVE, request("post-depsolve-blueprint.request.image.json"));

    finish(
        lease("image-builder-manifest"),
        JobType.IMAGE_BUILDER_MANIFEST,
        job("rpm-manifest.result.json"));

    assertThat(answer.join().body().at("/packages").findValuesAsText("name"))
        .containsExactly("bash", "vim-minimal");
    assertThat(answer.join().text("/packages/1/checksum")).startsWith("sha256:ba65");
  }

  @Test
  void the_packages_of_a_Debian_image_are_answered() throws IOException {
    CompletableFuture<Answer> answer =
        person().asks(Questioner.DEPSOLVE, request("post-depsolve-blueprint.request.debian.json"));

    finish(lease("debian-manifest"), JobType.DEBIAN_MANIFEST, job("debian-manifest.result.json"));

    assertThat(answer.join().body().at("/packages").findValuesAsText("type")).containsOnly("deb");
    assertThat(answer.join().body().at("/packages").findValuesAsText("name")).contains("vim");
  }

  @Test
  void what_a_search_finds_is_answered() throws IOException {
    CompletableFuture<Answer> answer =
        person().asks(Questioner.SEARCH, request("post-search-packages.request.json"));
    LeasedJob search = lease("search-packages");

    finish(search, JobType.SEARCH_PACKAGES, job("search-packages.result.json"));

    assertThat(JSON.readTree(search.args()).path("packages").size()).isEqualTo(2);
    assertThat(answer.join().body())
        .isEqualTo(JSON.readTree(request("post-search-packages.200.json")));
  }

  @Test
  void a_search_that_finds_nothing_is_answered_with_an_empty_list() throws IOException {
    CompletableFuture<Answer> answer =
        person().asks(Questioner.SEARCH, request("post-search-packages.request.json"));

    finish(
        lease("search-packages"),
        JobType.SEARCH_PACKAGES,
        job("search-packages.nothing.result.json"));

    assertThat(answer.join().status()).isEqualTo(200);
    assertThat(answer.join().body().toString()).isEqualTo("{\"packages\":[]}");
  }

  /** A user's mistake that used to be answered 500 (packages that do not exist). */
  @ParameterizedTest
  @CsvSource({"20", "21", "24"})
  void packages_that_cannot_be_resolved_are_the_callers_mistake_in_the_tools_words(int number)
      throws IOException {
    CompletableFuture<Answer> answer =
        person().asks(Questioner.DEPSOLVE, request("post-depsolve-blueprint.request.json"));

    finish(lease("depsolve"), JobType.DEPSOLVE, failure(number, "missing packages: vim-minimum"));

    assertThat(answer.join().status()).isEqualTo(400);
    assertThat(answer.join().text("/id")).isEqualTo("8");
    assertThat(answer.join().text("/details")).isEqualTo("missing packages: vim-minimum");
  }

  @ParameterizedTest
  @CsvSource({"22", "23", "25", "37"})
  void what_the_caller_cannot_mend_is_our_failure(int number) throws IOException {
    CompletableFuture<Answer> answer =
        person().asks(Questioner.DEPSOLVE, request("post-depsolve-blueprint.request.json"));

    finish(lease("depsolve"), JobType.DEPSOLVE, failure(number, "somewhere, something"));

    assertThat(answer.join().status()).isEqualTo(500);
    assertThat(answer.join().text("/id")).isEqualTo("1002");
  }

  @Test
  void a_repository_that_the_caller_brought_is_the_callers_to_mend() throws IOException {
    CompletableFuture<Answer> answer =
        person().asks(Questioner.SEARCH, request("post-search-packages.request.repositories.json"));

    finish(
        lease("search-packages"),
        JobType.SEARCH_PACKAGES,
        failure(25, "Failed to download metadata for repo 'repo-0'"));

    assertThat(answer.join().status()).isEqualTo(400);
    assertThat(answer.join().text("/details")).contains("repo-0");
  }

  @Test
  void a_caller_who_hangs_up_calls_the_job_off() throws IOException {
    LeasedJob job;
    try (Socket connection =
        person().calls(Questioner.DEPSOLVE, request("post-depsolve-blueprint.request.json"))) {
      assertThat(connection.isConnected()).isTrue();
      job = lease("depsolve");
      assertThat(heartbeat(job)).isEqualTo(LeaseState.HELD);
    }

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(heartbeat(job)).isEqualTo(LeaseState.CANCELLED));
  }

  @Test
  void nobody_takes_a_job_whose_caller_hung_up_before() throws IOException {
    try (Socket connection =
        person().calls(Questioner.SEARCH, request("post-search-packages.request.json"))) {
      assertThat(connection.isConnected()).isTrue();
      await().atMost(PATIENCE).until(() -> states().equals("ready"));
    }

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(states()).isEqualTo("cancelled"));
  }

  @Test
  void a_job_that_somebody_cancelled_is_our_failure() throws IOException {
    CompletableFuture<Answer> answer =
        person().asks(Questioner.SEARCH, request("post-search-packages.request.json"));
    UUID job = lease("search-packages").id().value();

    jobs.cancel(job).await().atMost(PATIENCE);

    assertThat(answer.join().status()).isEqualTo(500);
    assertThat(answer.join().text("/id")).isEqualTo("1002");
    assertThat(answer.join().text("/details")).contains("was cancelled");
  }

  @Test
  void workers_that_all_lack_the_ability_are_no_reason_to_wait() throws IOException {
    aWorkerWith("osbuild");

    Answer answer =
        person().asksAndWaits(Questioner.DEPSOLVE, request("post-depsolve-blueprint.request.json"));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text("/id")).isEqualTo("1026");
    assertThat(answer.text("/details")).contains("depsolve");
    assertThat(states()).isEmpty();
  }

  /** Strict order used to let one caller's builds delay everybody. */
  @Test
  void a_question_goes_before_builds_that_wait() throws IOException {
    for (int i = 0; i < 5; i++) {
      aBuildThatWaits();
    }
    CompletableFuture<Answer> answer =
        person().asks(Questioner.SEARCH, request("post-search-packages.request.json"));
    await().atMost(PATIENCE).until(() -> states().length() > "ready,".length() * 5);

    LeasedJob first = lease("search-packages", "osbuild:x86_64");

    assertThat(first.queueType()).isEqualTo("search-packages");
    assertThat(answer).isNotDone();
  }

  @Test
  void the_share_that_the_caller_names_pays() throws IOException {
    CompletableFuture<Answer> answer =
        person()
            .asks(
                Questioner.SEARCH,
                request("post-search-packages.request.json"),
                "X-Fair-Share-Key",
                "org-000042");
    await().atMost(PATIENCE).until(() -> !states().isEmpty());

    String share =
        database
            .run("select share from jobs")
            .await()
            .atMost(PATIENCE)
            .iterator()
            .next()
            .getString(0);

    assertThat(share).isEqualTo("org-000042");
    assertThat(answer).isNotDone();
  }

  /** The predecessor put all tenants' questions on a channel that none of their workers serves. */
  @Test
  void a_question_waits_on_its_tenants_own_channel() throws IOException {
    packages
        .search(
            new Tenant("000001"),
            (ObjectNode) JSON.readTree(request("post-search-packages.request.json")),
            Optional.empty())
        .subscribe()
        .with(found -> {}, failure -> {});

    Optional<LeasedJob> job =
        queue
            .lease(
                new LeaseRequest(
                    "org-000001", Set.of("search-packages"), Optional.empty(), false, PATIENCE))
            .await()
            .atMost(PATIENCE);

    assertThat(job).isPresent();
  }

  private Questioner person() {
    return new Questioner(server);
  }

  private void aWorkerWith(String ability) throws IOException {
    HttpRequest registration =
        HttpRequest.newBuilder(
                URI.create(workers.origin() + "/api/image-builder-worker/v1/workers"))
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

  private void aBuildThatWaits() {
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

  private String states() {
    return database
        .run("select coalesce(string_agg(state, ','), '') from jobs")
        .await()
        .atMost(PATIENCE)
        .iterator()
        .next()
        .getString(0);
  }

  private LeaseState heartbeat(LeasedJob job) {
    return queue.heartbeat(job.lease()).await().atMost(PATIENCE);
  }

  private LeasedJob lease(String... queueTypes) {
    return queue
        .lease(new LeaseRequest("", Set.of(queueTypes), Optional.empty(), false, PATIENCE))
        .await()
        .atMost(PATIENCE)
        .orElseThrow();
  }

  private void finish(LeasedJob job, JobType type, String result) {
    jobs.finish(job.lease(), type, result).await().atMost(PATIENCE);
  }

  private static String failure(int number, String details) {
    return "{\"job_error\": {\"id\": %d, \"reason\": \"DNF error occurred\", \"details\": \"%s\"}}"
        .formatted(number, details);
  }

  private static String request(String name) throws IOException {
    return Files.readString(EXAMPLES.resolve("composer").resolve(name));
  }

  private static String job(String name) throws IOException {
    return Files.readString(EXAMPLES.resolve("jobs").resolve(name));
  }
}
