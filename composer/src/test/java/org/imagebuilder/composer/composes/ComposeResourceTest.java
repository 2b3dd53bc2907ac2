package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.composer.composes.ComposeCalls.assertError;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cloud API's composes over HTTP, down to the rows. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class ComposeResourceTest {
  @TestHTTPResource("/")
  URI server;

  @Inject Database database;

  private ComposeCalls calls;

  @BeforeEach
  void begin() {
    calls = new ComposeCalls(server, database);
  }

  @Test
  void a_debian_compose_is_accepted_and_pending() {
    String id = calls.accepted(ComposeRequests.aDebianCompose());

    Answer status = calls.api().get("/composes/" + id);

    assertThat(status.status()).isEqualTo(200);
    assertThat(status.text("kind")).isEqualTo("ComposeStatus");
    assertThat(status.text("href")).isEqualTo(CloudApi.BASE + "/composes/" + id);
    assertThat(status.text("status")).isEqualTo("pending");
    assertThat(status.body().path("image_status"))
        .isEqualTo(ComposeRequests.tree("{\"status\": \"pending\"}"));
    assertThat(status.text("created_at")).matches("\\d{4}-.*Z");
    assertThat(status.body().has("image_statuses")).isFalse();
  }

  @Test
  void an_accepted_compose_is_answered_as_the_contract_says() {
    Answer answer =
        calls
            .api()
            .post(
                "/compose",
                ComposeRequests.aDebianCompose().tree().toString(),
                "Idempotency-Key",
                "echo-me");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Idempotency-Key")).isEqualTo("echo-me");
    assertThat(answer.text("kind")).isEqualTo("ComposeId");
    assertThat(answer.text("href")).isEqualTo(CloudApi.BASE + "/compose");
  }

  @Test
  void an_rpm_compose_is_written_with_its_jobs() {
    String id = calls.accepted(ComposeRequests.aCentosCompose());

    assertThat(calls.queueTypes(id)).isEqualTo("rpm-manifest,osbuild:x86_64");
  }

  @Test
  void a_cancelled_compose_has_failed_with_its_own_error() {
    String id = calls.accepted(ComposeRequests.aDebianCompose());

    Answer cancelled = calls.api().post("/composes/" + id + "/cancel", "");

    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(cancelled.text("status")).isEqualTo("failure");
    assertThat(cancelled.text("image_status.error.id")).isEqualTo("43");
  }

  @Test
  void cancelling_twice_changes_nothing() {
    String id = calls.accepted(ComposeRequests.aDebianCompose());
    Answer first = calls.api().post("/composes/" + id + "/cancel", "");

    Answer second = calls.api().post("/composes/" + id + "/cancel", "");

    assertThat(second.body()).isEqualTo(first.body());
  }

  @Test
  void a_repeated_request_with_a_key_starts_nothing_new() {
    String key = UUID.randomUUID().toString();
    String first = calls.accepted(ComposeRequests.aDebianCompose(), "Idempotency-Key", key);

    String second = calls.accepted(ComposeRequests.aDebianCompose(), "Idempotency-Key", key);

    assertThat(second).isEqualTo(first);
    assertThat(calls.count("select count(*) from composes where idempotency_key = '" + key + "'"))
        .isEqualTo(1);
    assertThat(calls.queueTypes(first)).isEqualTo("debian-manifest,debian-image:x86_64");
  }

  @Test
  void rivals_with_one_key_get_one_compose() {
    String key = UUID.randomUUID().toString();
    String body = ComposeRequests.aDebianCompose().tree().toString();

    List<CompletableFuture<Answer>> rivals =
        Stream.generate(
                () ->
                    CompletableFuture.supplyAsync(
                        () -> calls.api().post("/compose", body, "Idempotency-Key", key)))
            .limit(8)
            .toList();

    assertThat(rivals.stream().map(CompletableFuture::join).map(answer -> answer.text("id")))
        .hasSize(8)
        .allMatch(id -> !id.isEmpty())
        .containsOnly(rivals.getFirst().join().text("id"));
    assertThat(calls.count("select count(*) from composes where idempotency_key = '" + key + "'"))
        .isEqualTo(1);
  }

  @Test
  void a_key_is_good_for_one_request_only() {
    String key = UUID.randomUUID().toString();
    calls.accepted(ComposeRequests.aDebianCompose(), "Idempotency-Key", key);

    Answer other =
        calls
            .api()
            .post(
                "/compose",
                ComposeRequests.aCentosCompose().tree().toString(),
                "Idempotency-Key",
                key);

    assertError(other, 422, 50);
  }

  @Test
  void a_plain_password_is_stored_nowhere() {
    String id =
        calls.accepted(
            ComposeRequests.aDebianCompose()
                .with(
                    "customizations.users", "[{\"name\": \"ops\", \"password\": \"opensesame\"}]"));

    String stored = calls.text("select request from composes where id = '" + id + "'");
    String args = calls.args(id);
    assertThat(stored + args).doesNotContain("opensesame");
    assertThat(args).contains("$6$");
    assertThat(stored).doesNotContain("$6$").contains("********");
  }

  @Test
  void an_activation_key_is_kept_out_of_the_stored_request() {
    String id =
        calls.accepted(
            ComposeRequests.aCentosCompose()
                .with("distribution", "\"rhel-9\"")
                .with(
                    "customizations.subscription",
                    """
                    {"organization": "1", "activation_key": "secret-key", "server_url": "s",
                     "base_url": "b", "insights": true}
                    """));

    assertThat(calls.text("select request from composes where id = '" + id + "'"))
        .doesNotContain("secret-key");
    assertThat(calls.args(id)).contains("secret-key");
  }
}
