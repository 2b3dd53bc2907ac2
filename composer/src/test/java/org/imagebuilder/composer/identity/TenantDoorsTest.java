package org.imagebuilder.composer.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.identity.TestDoors.Answer;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the token to the channel: each tenant meets its own composes, jobs and workers only. */
@QuarkusTest
@TestProfile(GuardedProfile.class)
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class TenantDoorsTest {
  @Inject WorkerListener listener;
  @Inject MeterRegistry meters;
  @Inject Database database;
  @TestHTTPResource URI main;

  TestIssuer users;
  private GuardedApis apis;

  @BeforeEach
  void begin() {
    apis = new GuardedApis(main, listener.origin(), users);
  }

  @Test
  void a_compose_belongs_to_the_tenant_of_the_token() {
    String id = apis.composeOf("42");

    Answer status = apis.cloud("GET", "/composes/" + id, apis.user("42"), "");

    assertThat(status.status()).isEqualTo(200);
    assertThat(channel(id)).isEqualTo("org-42");
  }

  @Test
  void a_compose_of_another_tenant_is_not_found() {
    String id = apis.composeOf("42");

    Answer status = apis.cloud("GET", "/composes/" + id, apis.user("43"), "");

    assertThat(status.status()).isEqualTo(404);
    assertThat(status.text("id")).isEqualTo("15");
  }

  @ParameterizedTest
  @CsvSource({"POST,/cancel", "GET,/download"})
  void nothing_can_be_done_with_a_compose_of_another_tenant(String method, String what) {
    String id = apis.composeOf("42");

    Answer refused = apis.cloud(method, "/composes/" + id + what, apis.user("43"), "");

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.text("id")).isEqualTo("15");
  }

  @Test
  void the_list_of_composes_shows_those_of_the_callers_tenant_only() {
    String own = apis.composeOf("40");
    String foreign = apis.composeOf("41");

    Answer list = apis.cloud("GET", "/composes/", apis.user("40"), "");

    assertThat(list.status()).isEqualTo(200);
    assertThat(list.whole().body()).contains(own).doesNotContain(foreign);
  }

  @Test
  void requests_are_counted_for_their_tenant() {
    apis.cloud("GET", "/errors/5", apis.user("49"), "");

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        meters
                            .find("image_builder_composer_request_count")
                            .tags("code", "200", "tenant", "org-49")
                            .meter())
                    .isNotNull());
  }

  @Test
  void agents_get_jobs_of_their_own_tenant_only() {
    apis.composeOf("45");
    String poll = "{\"types\":[\"debian-manifest\"],\"arch\":\"x86_64\"}";

    Answer foreign = apis.worker("POST", "/jobs", apis.user("46"), poll);
    Answer own = apis.worker("POST", "/jobs", apis.user("45"), poll);

    assertThat(foreign.status()).isEqualTo(204);
    assertThat(own.status()).isEqualTo(201);
  }

  @Test
  void a_worker_of_another_tenant_that_knows_a_token_cannot_finish_the_job() {
    apis.composeOf("47");
    String location = apis.leased("47");
    String result = "{\"result\":{\"job_error\":{\"id\":10,\"reason\":\"no\"}}}";

    List<Answer> foreign =
        List.of(
            apis.workerAt("GET", location, apis.user("48"), ""),
            apis.workerAt("PATCH", location, apis.user("48"), "{\"partial\":{}}"),
            apis.workerAt("PATCH", location, apis.user("48"), result),
            apis.workerAt("PUT", location + "/artifacts/file", apis.user("48"), "bytes"),
            apis.workerAt("DELETE", location, apis.user("48"), ""));

    assertThat(foreign).extracting(Answer::status).containsOnly(404);
    assertThat(foreign).extracting(answer -> answer.text("id")).containsOnly("5");
    assertThat(apis.workerAt("PATCH", location, apis.user("47"), result).status()).isEqualTo(200);
  }

  @Test
  void a_worker_of_another_tenant_cannot_keep_a_worker_alive() {
    Answer registered = apis.worker("POST", "/workers", apis.user("44"), "{\"arch\":\"x86_64\"}");
    String path = "/workers/" + registered.text("worker_id") + "/status";

    assertThat(apis.worker("POST", path, apis.user("43"), "").text("id")).isEqualTo("18");
    assertThat(apis.worker("POST", path, apis.user("44"), "").status()).isEqualTo(200);
  }

  @Test
  void a_head_start_is_given_to_tokens_that_allow_it() {
    Map<String, ?> allowed =
        Map.of("rh-org-id", "50", "realm_access", Map.of("roles", List.of("other", "interactive")));

    String refused = apis.compose(apis.bearer(Map.of("rh-org-id", "50")));
    String hurried = apis.compose(apis.bearer(allowed));

    assertThat(tag(hurried)).isLessThan(tag(refused));
  }

  private String channel(String compose) {
    return one("select channel as it from composes where id = '" + compose + "'");
  }

  private double tag(String compose) {
    return Double.parseDouble(
        one("select min(tag)::text as it from jobs where plan_id = '" + compose + "'"));
  }

  private String one(String query) {
    return database
        .run(query, Tuple.tuple())
        .map(rows -> rows.iterator().next().getString("it"))
        .await()
        .atMost(Duration.ofSeconds(10));
  }
}
