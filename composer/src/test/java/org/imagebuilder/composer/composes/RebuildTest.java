package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.junit.jupiter.api.Test;

/** A compose that is asked for once more, from its stored request. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class RebuildTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TestHTTPResource("/")
  URI server;

  @Inject Database database;

  @Test
  void the_same_is_planned_anew() {
    String id = accepted(ComposeRequests.aCentosCompose().with("image_request.size", "5368709120"));

    Answer answer = rebuild(id);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text("kind")).isEqualTo("ComposeId");
    assertThat(answer.text("id")).isNotEqualTo(id);
    JsonNode former = manifestArgs(id);
    JsonNode again = manifestArgs(answer.text("id"));
    assertThat(again.path("size").asLong()).isEqualTo(5368709120L);
    assertThat(again.path("seed")).isNotEqualTo(former.path("seed"));
    assertThat(again.path("repositories")).isEqualTo(former.path("repositories"));
  }

  @Test
  void secrets_are_used_again_though_nobody_can_read_them() {
    String id =
        accepted(
            ComposeRequests.aCentosCompose()
                .with("distribution", "\"rhel-9\"")
                .with("customizations.users", "[{\"name\": \"ops\", \"password\": \"open\"}]")
                .with(
                    "customizations.subscription",
                    """
                    {"organization": "1", "activation_key": "secret-key", "server_url": "s",
                     "base_url": "b", "insights": true}
                    """));

    String again = rebuild(id).text("id");

    assertThat(manifestArgs(again).at("/subscription/activation_key").asText())
        .isEqualTo("secret-key");
    assertThat(manifestArgs(again).at("/blueprint/customizations/user"))
        .isEqualTo(manifestArgs(id).at("/blueprint/customizations/user"));
    assertThat(stored(again)).isEqualTo(stored(id)).doesNotContain("secret-key", "$6$");
  }

  @Test
  void a_rebuild_can_be_rebuilt() {
    String id = accepted(ComposeRequests.aDebianCompose());
    String again = rebuild(id).text("id");

    Answer third = rebuild(again);

    assertThat(third.status()).isEqualTo(201);
  }

  @Test
  void a_repeated_call_with_a_key_starts_nothing_new() {
    String id = accepted(ComposeRequests.aDebianCompose());
    String key = UUID.randomUUID().toString();
    Answer first = rebuild(id, "Idempotency-Key", key);

    Answer second = rebuild(id, "Idempotency-Key", key);

    assertThat(first.header("Idempotency-Key")).isEqualTo(key);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.text("id")).isEqualTo(first.text("id"));
  }

  @Test
  void a_key_is_good_for_one_call_only() {
    String key = UUID.randomUUID().toString();
    String id = accepted(ComposeRequests.aDebianCompose());
    rebuild(id, "Idempotency-Key", key);

    Answer other = rebuild(accepted(ComposeRequests.aDebianCompose()), "Idempotency-Key", key);

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.text("id")).isEqualTo("50");
  }

  @Test
  void the_share_is_that_of_the_call() {
    String id = accepted(ComposeRequests.aDebianCompose());

    String again = rebuild(id, "X-Fair-Share-Key", "org-7").text("id");

    assertThat(text("select share as text from jobs where id = $1", again)).isEqualTo("org-7");
  }

  @Test
  void what_nobody_offers_any_more_is_refused_and_named() {
    String id = accepted(ComposeRequests.aDebianCompose());
    change(id, "\"debian-13\"", "\"debian-11\"");
    long before = composes();

    Answer answer = rebuild(id);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("4");
    assertThat(answer.text("details")).contains("any more", "debian-11");
    assertThat(composes()).isEqualTo(before);
  }

  @Test
  void a_request_whose_secrets_were_not_kept_is_refused() {
    String id =
        accepted(
            ComposeRequests.aDebianCompose()
                .with("customizations.users", "[{\"name\": \"ops\", \"password\": \"open\"}]"));
    run("update composes set secrets = null where id = $1", UUID.fromString(id));

    Answer answer = rebuild(id);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("42");
  }

  @Test
  void another_tenants_compose_is_not_found() {
    String id = accepted(ComposeRequests.aDebianCompose());
    run("update composes set tenant = 'somebody else' where id = $1", UUID.fromString(id));

    Answer answer = rebuild(id);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("id")).isEqualTo("15");
  }

  @Test
  void an_unknown_compose_is_not_found() {
    Answer answer = rebuild(UUID.randomUUID().toString());

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("id")).isEqualTo("15");
  }

  @Test
  void an_id_that_is_none_is_refused() {
    Answer answer = rebuild("42");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("42");
  }

  private Answer rebuild(String id, String... headers) {
    return new CloudApi(server).post("/composes/" + id + "/rebuild", "", headers);
  }

  private String accepted(ComposeRequests request) {
    Answer answer = new CloudApi(server).post("/compose", request.tree().toString());
    assertThat(answer.status()).as(answer.whole().body()).isEqualTo(201);
    return answer.text("id");
  }

  private JsonNode manifestArgs(String id) {
    return ComposeRequests.tree(
        text(
            """
            select a.args as text from jobs j join job_args a on a.job = j.id
            where j.plan_id = $1 and j.queue_type = 'rpm-manifest'
            """,
            id));
  }

  private String stored(String id) {
    return text("select request as text from composes where id = $1", id);
  }

  private void change(String id, String from, String to) {
    database
        .run(
            "update composes set request = replace(request, $2, $3) where id = $1",
            Tuple.of(UUID.fromString(id), from, to))
        .await()
        .atMost(PATIENCE);
  }

  private long composes() {
    return database
        .run("select count(*) as n from composes")
        .map(rows -> rows.iterator().next().getLong("n"))
        .await()
        .atMost(PATIENCE);
  }

  private String text(String sql, String id) {
    return database
        .run(sql, Tuple.of(UUID.fromString(id)))
        .map(rows -> rows.iterator().next().getString("text"))
        .await()
        .atMost(PATIENCE);
  }

  private void run(String sql, UUID id) {
    database.run(sql, Tuple.of(id)).await().atMost(PATIENCE);
  }
}
