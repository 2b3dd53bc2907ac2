package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.imagebuilder.composer.database.OwnPostgresResource;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.imagebuilder.composer.workers.Agent.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that accepts everything and answers nothing: callers are told, agents wait. */
@QuarkusTest
@TestProfile(PausedDatabaseTest.Profile.class)
@SuppressWarnings("NullAway.Init")
class PausedDatabaseTest {
  private static final Duration SOON = Duration.ofSeconds(12);

  @Inject WorkerListener listener;
  @Inject QueuedJobs jobs;
  @TestHTTPResource URI main;

  @ConfigProperty(name = OwnPostgresResource.PID)
  long server;

  private Agent agent;
  private Agent client;

  public static final class Profile implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(OwnPostgresResource.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      // A database that is well may take a second on a busy machine.
      return Map.of("composer.database.answer-timeout", "3s", "composer.workers.poll-time", "2s");
    }
  }

  @BeforeEach
  void begin() {
    agent = new Agent(listener.origin());
    client = new Agent("http://localhost:" + main.getPort());
  }

  @AfterEach
  void resume() throws IOException, InterruptedException {
    signal("CONT");
    await().atMost(Duration.ofSeconds(20)).until(() -> status().statusCode() == 404);
    agent.close();
    client.close();
  }

  @Test
  void a_client_is_told_soon_that_the_database_is_away() throws Exception {
    signal("STOP");

    HttpResponse<String> answer = later().get(SOON.toSeconds(), TimeUnit.SECONDS).http();

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("IMAGE-BUILDER-COMPOSER-1026");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void many_more_clients_than_connections_are_told_soon() throws Exception {
    signal("STOP");

    List<CompletableFuture<Answer>> calls = Stream.generate(this::later).limit(200).toList();

    for (CompletableFuture<Answer> call : calls) {
      assertThat(call.get(SOON.toSeconds(), TimeUnit.SECONDS).status()).isEqualTo(503);
    }
  }

  @Test
  void an_agent_that_waits_hears_at_its_time_that_there_is_nothing() throws Exception {
    signal("STOP");

    Answer answer =
        agent.sendLater("POST", Agent.BASE + "/jobs", agent.pollBody()).get(20, TimeUnit.SECONDS);

    assertThat(answer.status()).isEqualTo(204);
  }

  @Test
  void a_result_waits_for_the_database_to_answer_again() throws Exception {
    String location = jobs.lease(agent);
    signal("STOP");
    CompletableFuture<Answer> result = agent.sendLater("PATCH", location, Results.GOOD);
    // By then the result has been in vain for once.
    assertThat(later().get(SOON.toSeconds(), TimeUnit.SECONDS).status()).isEqualTo(503);

    signal("CONT");

    assertThat(result.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
  }

  @Test
  void clients_are_served_again_as_soon_as_the_database_answers() throws Exception {
    signal("STOP");
    assertThat(later().get(SOON.toSeconds(), TimeUnit.SECONDS).status()).isEqualTo(503);

    signal("CONT");

    await().atMost(Duration.ofSeconds(5)).until(() -> status().statusCode() == 404);
  }

  private HttpResponse<String> status() {
    return client.get(path()).http();
  }

  private CompletableFuture<Answer> later() {
    return client.sendLater("GET", path(), "");
  }

  private static String path() {
    return "/api/image-builder-composer/v2/composes/" + UUID.randomUUID();
  }

  /** To the server and to all that answer for it. */
  private void signal(String name) throws IOException, InterruptedException {
    ProcessHandle postmaster = ProcessHandle.of(server).orElseThrow();
    List<String> command =
        Stream.concat(
                Stream.of("kill", "-" + name),
                Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .map(process -> Long.toString(process.pid())))
            .toList();
    new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
