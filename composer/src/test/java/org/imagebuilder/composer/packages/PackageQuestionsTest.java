package org.imagebuilder.composer.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.packages.Questioner.Answer;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.LeaseRequest;
import org.imagebuilder.composer.queue.LeasedJob;
import org.imagebuilder.composer.tenants.Tenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where questions about packages stand among other jobs. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class PackageQuestionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource("/")
  URI server;

  @Inject Database database;
  @Inject JobQueue queue;
  @Inject Jobs jobs;
  @Inject Packages packages;

  private PackageCalls calls;

  @BeforeEach
  void begin() {
    calls = new PackageCalls(server, database, queue, jobs);
    calls.forgetOtherTests();
  }

  /** Strict order used to let one caller's builds delay everybody. */
  @Test
  void a_question_goes_before_builds_that_wait() throws IOException {
    for (int i = 0; i < 5; i++) {
      calls.aBuildThatWaits();
    }
    CompletableFuture<Answer> answer =
        calls
            .person()
            .asks(Questioner.SEARCH, PackageCalls.request("post-search-packages.request.json"));
    await().atMost(PATIENCE).until(() -> calls.states().length() > "ready,".length() * 5);

    LeasedJob first = calls.lease("search-packages", "osbuild:x86_64");

    assertThat(first.queueType()).isEqualTo("search-packages");
    assertThat(answer).isNotDone();
  }

  @Test
  void the_share_that_the_caller_names_pays() throws IOException {
    CompletableFuture<Answer> answer =
        calls
            .person()
            .asks(
                Questioner.SEARCH,
                PackageCalls.request("post-search-packages.request.json"),
                "X-Fair-Share-Key",
                "org-000042");
    await().atMost(PATIENCE).until(() -> !calls.states().isEmpty());

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
            (ObjectNode) JSON.readTree(PackageCalls.request("post-search-packages.request.json")),
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
}
