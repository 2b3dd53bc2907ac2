package org.imagebuilder.composer.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both APIs with authentication, from the token to the channel of the jobs. */
@QuarkusTest
@TestProfile(GuardedProfile.class)
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class GuardedDoorsTest {
  private static final String CLOUD = "/api/image-builder-composer/v2";
  private static final String WORKER = "/api/image-builder-worker/v1";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COMPOSE =
      """
      {"distribution": "debian-13",
       "image_request": {"architecture": "x86_64", "image_type": "guest-image",
         "repositories": [], "upload_options": {"region": "eu-west-1"}}}
      """;

  @Inject WorkerListener listener;
  @Inject MeterRegistry meters;
  @Inject Database database;
  @TestHTTPResource URI main;

  TestIssuer users;
  TestIssuer agents;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private record Answer(int status, JsonNode body, HttpResponse<String> whole) {
    String text(String member) {
      return body.path(member).asText();
    }
  }

  @Test
  void a_compose_belongs_to_the_tenant_of_the_token() {
    String id = composeOf("42");

    Answer status = cloud("GET", "/composes/" + id, user("42"), "");

    assertThat(status.status()).isEqualTo(200);
    assertThat(channel(id)).isEqualTo("org-42");
  }

  @Test
  void a_compose_of_another_tenant_is_not_found() {
    String id = composeOf("42");

    Answer status = cloud("GET", "/composes/" + id, user("43"), "");

    assertThat(status.status()).isEqualTo(404);
    assertThat(status.text("id")).isEqualTo("15");
  }

  @ParameterizedTest
  @CsvSource({"POST,/cancel", "GET,/download"})
  void nothing_can_be_done_with_a_compose_of_another_tenant(String method, String what) {
    String id = composeOf("42");

    Answer refused = cloud(method, "/composes/" + id + what, user("43"), "");

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.text("id")).isEqualTo("15");
  }

  @Test
  void the_list_of_composes_shows_those_of_the_callers_tenant_only() {
    String own = composeOf("40");
    String foreign = composeOf("41");

    Answer list = cloud("GET", "/composes/", user("40"), "");

    assertThat(list.status()).isEqualTo(200);
    assertThat(list.whole().body()).contains(own).doesNotContain(foreign);
  }

  @Test
  void a_request_without_a_token_is_told_how_to_authenticate() {
    Answer refused = cloud("GET", "/distributions", "", "");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.whole().headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"image-builder-composer/v2\"");
    assertThat(refused.text("id")).isEqualTo("401");
    assertThat(refused.text("kind")).isEqualTo("Error");
    assertThat(refused.text("href")).isEqualTo(CLOUD + "/errors/401");
    assertThat(refused.text("code")).isEqualTo("IMAGE-BUILDER-COMPOSER-401");
    assertThat(refused.text("operation_id")).hasSize(27);
    assertThat(refused.text("reason"))
        .isEqualTo("Request doesn't contain the 'Authorization' header or the 'cs_jwt' cookie");
    assertThat(refused.body().size()).isEqualTo(6);
  }

  @Test
  void an_agent_without_a_token_is_told_in_the_words_of_its_door() {
    Answer refused = worker("POST", "/jobs", "", "{}");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.whole().headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"image-builder-worker/v1\"");
    assertThat(refused.text("href")).isEqualTo(WORKER + "/errors/401");
    assertThat(refused.text("code")).isEqualTo("IMAGE-BUILDER-WORKER-401");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Bearer|Authorization header 'Bearer' is malformed",
        "Basic dXNlcg==|Authentication type 'Basic' isn't supported",
        "Bearer a.b|Bearer token is malformed",
        "Bearer e30.e30.e30|Bearer token can't be verified",
      })
  void a_header_that_is_no_token_is_refused_for_what_it_is(String header, String reason) {
    Answer refused = cloud("GET", "/distributions", header, "");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text("reason")).isEqualTo(reason);
  }

  @Test
  void a_token_may_come_in_a_cookie() {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(main.resolve(CLOUD + "/errors/5"))
                .header("Cookie", "other=1; cs_jwt=" + tokenOf("42")));

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void a_token_signed_by_a_stranger_is_refused() {
    String token =
        TestIssuer.sign(TestIssuer.claims(Map.of("rh-org-id", "42")), TestIssuer.newKey("first"));

    Answer refused = cloud("GET", "/distributions", "Bearer " + token, "");

    assertThat(refused.text("reason")).isEqualTo("Signature of bearer token isn't valid");
  }

  @Test
  void a_public_key_is_no_secret_to_sign_with() throws Exception {
    JsonNode published = JSON.readTree(users.keySet()).at("/keys/0/n");
    byte[] secret = published.asText().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    String token =
        TestIssuer.sign(
            TestIssuer.claims(Map.of("rh-org-id", "42")).toJson(),
            "first",
            new org.jose4j.keys.HmacKey(secret),
            AlgorithmIdentifiers.HMAC_SHA256);

    Answer refused = cloud("GET", "/distributions", "Bearer " + token, "");

    assertThat(refused.text("reason")).isEqualTo("Signature of bearer token isn't valid");
  }

  @Test
  void an_expired_token_is_refused() {
    JwtClaims claims = TestIssuer.claims(Map.of("rh-org-id", "42"));
    claims.setExpirationTime(TestIssuer.at(Duration.ofSeconds(-1)));

    Answer refused =
        cloud("GET", "/distributions", "Bearer " + users.token(claims.getClaimsMap()), "");

    assertThat(refused.text("reason")).isEqualTo("Bearer token is expired");
  }

  @Test
  void who_is_not_on_the_access_list_is_refused() {
    Answer refused = cloud("GET", "/distributions", user("7"), "");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text("reason")).isEqualTo("Access denied");
  }

  @Test
  void any_item_of_the_access_list_grants() {
    Answer answer = cloud("GET", "/errors/5", bearer(Map.of("account_id", "friend-7")), "");

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void a_token_without_a_tenant_is_refused_before_the_body_is_looked_at() {
    Answer refused = cloud("POST", "/compose", bearer(Map.of("nobody", "x")), "{]");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("id")).isEqualTo("28");
    assertThat(refused.text("details")).contains("rh-org-id, account_id");
  }

  @Test
  void an_agents_token_without_a_tenant_is_refused_with_the_number_of_its_door() {
    Answer refused = worker("POST", "/jobs", bearer(Map.of("sub", "x")), "{]");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("id")).isEqualTo("16");
  }

  @ParameterizedTest
  @CsvSource({"GET,/no-such-path", "PUT,/errors/5", "OPTIONS,/compose", "POST,/compose"})
  void strangers_do_not_learn_which_paths_and_methods_there_are(String method, String path) {
    Answer refused = cloud(method, path, "", "x".repeat(2 << 20));

    assertThat(refused.status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi", "/errors", "/errors?page=1"})
  void the_document_and_the_list_of_errors_need_no_token(String path) {
    assertThat(cloud("GET", path, "", "").status()).isEqualTo(200);
  }

  @Test
  void one_error_needs_a_token() {
    assertThat(cloud("GET", "/errors/5", "", "").status()).isEqualTo(401);
  }

  @Test
  void agents_read_their_document_without_a_token_and_nothing_else() {
    assertThat(worker("GET", "/openapi", "", "").status()).isEqualTo(200);
    assertThat(worker("GET", "/status", "", "").status()).isEqualTo(401);
  }

  @Test
  void refusals_are_counted() {
    cloud("GET", "/composes/" + java.util.UUID.randomUUID(), "", "");

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        meters
                            .find("image_builder_composer_request_count")
                            .tags("code", "401", "path", CLOUD + "/composes/-", "tenant", "")
                            .meter())
                    .isNotNull());
  }

  @Test
  void requests_are_counted_for_their_tenant() {
    cloud("GET", "/errors/5", user("49"), "");

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
  void a_token_of_either_issuer_is_good_where_both_are_named() {
    assertThat(worker("GET", "/status", user("44"), "").status()).isEqualTo(200);
    assertThat(
            worker("GET", "/status", "Bearer " + agents.token(Map.of("rh-org-id", "44")), "")
                .status())
        .isEqualTo(200);
  }

  @Test
  void agents_get_jobs_of_their_own_tenant_only() {
    composeOf("45");
    String poll = "{\"types\":[\"debian-manifest\"],\"arch\":\"x86_64\"}";

    Answer foreign = worker("POST", "/jobs", user("46"), poll);
    Answer own = worker("POST", "/jobs", user("45"), poll);

    assertThat(foreign.status()).isEqualTo(204);
    assertThat(own.status()).isEqualTo(201);
  }

  @Test
  void a_worker_of_another_tenant_that_knows_a_token_cannot_finish_the_job() {
    composeOf("47");
    String location = leased("47");
    String result = "{\"result\":{\"job_error\":{\"id\":10,\"reason\":\"no\"}}}";

    List<Answer> foreign =
        List.of(
            workerAt("GET", location, user("48"), ""),
            workerAt("PATCH", location, user("48"), "{\"partial\":{}}"),
            workerAt("PATCH", location, user("48"), result),
            workerAt("PUT", location + "/artifacts/file", user("48"), "bytes"),
            workerAt("DELETE", location, user("48"), ""));

    assertThat(foreign).extracting(Answer::status).containsOnly(404);
    assertThat(foreign).extracting(answer -> answer.text("id")).containsOnly("5");
    assertThat(workerAt("PATCH", location, user("47"), result).status()).isEqualTo(200);
  }

  @Test
  void a_worker_of_another_tenant_cannot_keep_a_worker_alive() {
    Answer registered = worker("POST", "/workers", user("44"), "{\"arch\":\"x86_64\"}");
    String path = "/workers/" + registered.text("worker_id") + "/status";

    assertThat(worker("POST", path, user("43"), "").text("id")).isEqualTo("18");
    assertThat(worker("POST", path, user("44"), "").status()).isEqualTo(200);
  }

  @Test
  void a_head_start_is_given_to_tokens_that_allow_it() {
    Map<String, ?> allowed =
        Map.of("rh-org-id", "50", "realm_access", Map.of("roles", List.of("other", "interactive")));

    String refused = compose(bearer(Map.of("rh-org-id", "50")));
    String hurried = compose(bearer(allowed));

    assertThat(tag(hurried)).isLessThan(tag(refused));
  }

  private String composeOf(String tenant) {
    return compose(user(tenant));
  }

  private String compose(String authorization) {
    Answer accepted =
        answer(
            send(
                request(main.resolve(CLOUD + "/compose"), authorization)
                    .header("X-Priority", "interactive")
                    .POST(BodyPublishers.ofString(COMPOSE))));
    assertThat(accepted.status()).as(accepted.whole().body()).isEqualTo(201);
    return accepted.text("id");
  }

  private String leased(String tenant) {
    Answer leased =
        worker(
            "POST", "/jobs", user(tenant), "{\"types\":[\"debian-manifest\"],\"arch\":\"x86_64\"}");
    assertThat(leased.status()).isEqualTo(201);
    return leased.text("location");
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

  private String user(String tenant) {
    return "Bearer " + tokenOf(tenant);
  }

  private String tokenOf(String tenant) {
    return users.token(Map.of("rh-org-id", tenant));
  }

  private String bearer(Map<String, ?> claims) {
    return "Bearer " + users.token(claims);
  }

  private Answer cloud(String method, String path, String authorization, String body) {
    return answer(send(method, main.resolve(CLOUD + path), authorization, body));
  }

  private Answer worker(String method, String path, String authorization, String body) {
    return workerAt(method, WORKER + path, authorization, body);
  }

  private Answer workerAt(String method, String path, String authorization, String body) {
    return answer(send(method, URI.create(listener.origin() + path), authorization, body));
  }

  private HttpResponse<String> send(String method, URI uri, String authorization, String body) {
    return send(request(uri, authorization).method(method, BodyPublishers.ofString(body)));
  }

  private static HttpRequest.Builder request(URI uri, String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).header("Content-Type", "application/json");
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException("No answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Answer answer(HttpResponse<String> answer) {
    try {
      return new Answer(answer.statusCode(), JSON.readTree(answer.body()), answer);
    } catch (IOException e) {
      throw new IllegalStateException(answer.body(), e);
    }
  }
}
