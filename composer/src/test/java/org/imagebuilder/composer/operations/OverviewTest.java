package org.imagebuilder.composer.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators see on the management port. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class OverviewTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TestHTTPResource("/")
  URI cloud;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @Inject WorkerListener workers;
  @Inject Database database;

  private House house;

  @BeforeEach
  void forgetOtherTests() {
    database.run("truncate composes, jobs, workers cascade").await().atMost(PATIENCE);
    house = new House(cloud, workers.origin());
  }

  @Test
  void a_worker_is_shown_with_what_it_can_do_what_it_asks_for_and_what_it_holds() {
    String worker = house.register("x86_64", "\"confirms\"");
    String compose = house.compose("x86_64");

    House.Answer job =
        house.poll("debian-manifest", "x86_64", ", \"worker_id\": \"" + worker + "\"");

    JsonNode shown =
        await()
            .atMost(PATIENCE)
            .until(
                () -> first(get("workers"), "workers", "id", worker).orElseThrow(),
                found -> !found.path("asks_for").isEmpty());
    assertThat(shown.path("architecture").asText()).isEqualTo("x86_64");
    assertThat(shown.path("capabilities").toString()).contains("\"confirms\"");
    assertThat(shown.path("asks_for").toString()).isEqualTo("[\"debian-manifest\"]");
    assertThat(shown.path("silent_seconds").asDouble()).isBetween(0.0, 60.0);
    assertThat(shown.at("/jobs/0/id").asText()).isEqualTo(job.text("/id"));
    assertThat(shown.at("/jobs/0/compose").asText()).isEqualTo(compose);
  }

  @Test
  void the_queue_is_shown_by_type_with_the_shares_that_wait_there() {
    house.compose("x86_64", "X-Fair-Share-Key", "org-a");
    house.compose("x86_64", "X-Fair-Share-Key", "org-a");
    house.compose("x86_64", "X-Fair-Share-Key", "org-b");
    house.poll("debian-manifest", "x86_64");

    JsonNode manifests = first(get("queue"), "queue", "type", "debian-manifest").orElseThrow();

    assertThat(manifests.path("ready").asInt()).isEqualTo(2);
    assertThat(manifests.path("running").asInt()).isEqualTo(1);
    assertThat(manifests.path("shares").asInt()).isEqualTo(2);
    assertThat(manifests.path("oldest_ready_seconds").asDouble()).isPositive();
    assertThat(manifests.path("largest_shares").toString()).contains("org-a", "org-b");
    assertThat(
            first(get("queue"), "queue", "type", "debian-image:x86_64")
                .orElseThrow()
                .path("waiting")
                .asInt())
        .isEqualTo(3);
  }

  @Test
  void a_compose_is_shown_with_its_jobs_and_who_holds_them() {
    String compose = house.compose("x86_64");
    House.Answer job = house.poll("debian-manifest", "x86_64");

    JsonNode shown = get("composes/" + compose).json();

    assertThat(shown.path("id").asText()).isEqualTo(compose);
    assertThat(shown.at("/jobs/0/state").asText()).isEqualTo("running");
    assertThat(shown.at("/jobs/0/lease/expires_at").asText()).isNotEmpty();
    assertThat(shown.at("/jobs/1/state").asText()).isEqualTo("waiting");
    assertThat(shown.toString()).doesNotContain(job.text("/location").replaceFirst(".*/", ""));
  }

  @Test
  void an_id_that_is_unknown_or_none_is_told_so() {
    assertThat(get("composes/" + UUID.randomUUID()).status()).isEqualTo(404);
    assertThat(get("composes/nonsense").status()).isEqualTo(400);
    assertThat(get("composes/nonsense").text("/error")).startsWith("id:");
  }

  @Test
  void a_ready_composer_says_which_schema_it_has_and_where_agents_come_in() {
    House.Answer health = House.get(management.resolve("/q/health/ready"));

    assertThat(health.status()).isEqualTo(200);
    assertThat(first(health, "checks", "name", "database schema").orElseThrow().path("status"))
        .hasToString("\"UP\"");
    assertThat(first(health, "checks", "name", "worker API").orElseThrow().at("/data/port").asInt())
        .isEqualTo(workers.port());
  }

  private House.Answer get(String view) {
    return House.get(management.resolve("/operations/" + view));
  }

  private static Optional<JsonNode> first(
      House.Answer answer, String list, String key, String value) {
    return StreamSupport.stream(answer.json().path(list).spliterator(), false)
        .filter(each -> each.path(key).asText().equals(value))
        .findFirst();
  }
}
