package org.imagebuilder.composer.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.imagebuilder.composer.packages.Questioner.Answer;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.LeaseState;
import org.imagebuilder.composer.queue.LeasedJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody gets who asks about packages and gets none, or does not wait for them. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class NoPackagesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TestHTTPResource("/")
  URI server;

  @Inject WorkerListener workers;
  @Inject Database database;
  @Inject JobQueue queue;
  @Inject Jobs jobs;

  private PackageCalls calls;

  @BeforeEach
  void begin() {
    calls = new PackageCalls(server, database, queue, jobs);
    calls.forgetOtherTests();
  }

  /** A user's mistake that used to be answered 500 (packages that do not exist). */
  @ParameterizedTest
  @CsvSource({"20", "21", "24"})
  void packages_that_cannot_be_resolved_are_the_callers_mistake_in_the_tools_words(int number)
      throws IOException {
    CompletableFuture<Answer> answer =
        calls
            .person()
            .asks(
                Questioner.DEPSOLVE, PackageCalls.request("post-depsolve-blueprint.request.json"));

    calls.finish(
        calls.lease("depsolve"),
        JobType.DEPSOLVE,
        PackageCalls.failure(number, "missing packages: vim-minimum"));

    assertThat(answer.join().status()).isEqualTo(400);
    assertThat(answer.join().text("/id")).isEqualTo("8");
    assertThat(answer.join().text("/details")).isEqualTo("missing packages: vim-minimum");
  }

  @ParameterizedTest
  @CsvSource({"22", "23", "25", "37"})
  void what_the_caller_cannot_mend_is_our_failure(int number) throws IOException {
    CompletableFuture<Answer> answer =
        calls
            .person()
            .asks(
                Questioner.DEPSOLVE, PackageCalls.request("post-depsolve-blueprint.request.json"));

    calls.finish(
        calls.lease("depsolve"),
        JobType.DEPSOLVE,
        PackageCalls.failure(number, "somewhere, something"));

    assertThat(answer.join().status()).isEqualTo(500);
    assertThat(answer.join().text("/id")).isEqualTo("1002");
  }

  @Test
  void a_repository_that_the_caller_brought_is_the_callers_to_mend() throws IOException {
    CompletableFuture<Answer> answer =
        calls
            .person()
            .asks(
                Questioner.SEARCH,
                PackageCalls.request("post-search-packages.request.repositories.json"));

    calls.finish(
        calls.lease("search-packages"),
        JobType.SEARCH_PACKAGES,
        PackageCalls.failure(25, "Failed to download metadata for repo 'repo-0'"));

    assertThat(answer.join().status()).isEqualTo(400);
    assertThat(answer.join().text("/details")).contains("repo-0");
  }

  @Test
  void a_caller_who_hangs_up_calls_the_job_off() throws IOException {
    LeasedJob job;
    try (Socket connection =
        calls
            .person()
            .calls(
                Questioner.DEPSOLVE,
                PackageCalls.request("post-depsolve-blueprint.request.json"))) {
      assertThat(connection.isConnected()).isTrue();
      job = calls.lease("depsolve");
      assertThat(calls.heartbeat(job)).isEqualTo(LeaseState.HELD);
    }

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(calls.heartbeat(job)).isEqualTo(LeaseState.CANCELLED));
  }

  @Test
  void nobody_takes_a_job_whose_caller_hung_up_before() throws IOException {
    try (Socket connection =
        calls
            .person()
            .calls(Questioner.SEARCH, PackageCalls.request("post-search-packages.request.json"))) {
      assertThat(connection.isConnected()).isTrue();
      await().atMost(PATIENCE).until(() -> calls.states().equals("ready"));
    }

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(calls.states()).isEqualTo("cancelled"));
  }

  @Test
  void a_job_that_somebody_cancelled_is_our_failure() throws IOException {
    CompletableFuture<Answer> answer =
        calls
            .person()
            .asks(Questioner.SEARCH, PackageCalls.request("post-search-packages.request.json"));
    UUID job = calls.lease("search-packages").id().value();

    jobs.cancel(job).await().atMost(PATIENCE);

    assertThat(answer.join().status()).isEqualTo(500);
    assertThat(answer.join().text("/id")).isEqualTo("1002");
    assertThat(answer.join().text("/details")).contains("was cancelled");
  }

  @Test
  void workers_that_all_lack_the_ability_are_no_reason_to_wait() throws IOException {
    PackageCalls.aWorkerWith(URI.create(workers.origin()), "osbuild");

    Answer answer =
        calls
            .person()
            .asksAndWaits(
                Questioner.DEPSOLVE, PackageCalls.request("post-depsolve-blueprint.request.json"));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text("/id")).isEqualTo("1026");
    assertThat(answer.text("/details")).contains("depsolve");
    assertThat(calls.states()).isEmpty();
  }
}
