package org.imagebuilder.composer.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.identity.TestDoors.Answer;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both APIs with authentication: who is let in, and what the others are told. */
@QuarkusTest
@TestProfile(GuardedProfile.class)
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class GuardedDoorsTest {
  @Inject WorkerListener listener;
  @Inject MeterRegistry meters;
  @TestHTTPResource URI main;

  TestIssuer users;
  TestIssuer agents;
  private GuardedApis apis;

  @BeforeEach
  void begin() {
    apis = new GuardedApis(main, listener.origin(), users);
  }

  @Test
  void a_request_without_a_token_is_told_how_to_authenticate() {
    Answer refused = apis.cloud("GET", "/distributions", "", "");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.whole().headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"image-builder-composer/v2\"");
    assertThat(refused.text("id")).isEqualTo("401");
    assertThat(refused.text("kind")).isEqualTo("Error");
    assertThat(refused.text("href")).isEqualTo(GuardedApis.CLOUD + "/errors/401");
    assertThat(refused.text("code")).isEqualTo("IMAGE-BUILDER-COMPOSER-401");
    assertThat(refused.text("operation_id")).hasSize(27);
    assertThat(refused.text("reason"))
        .isEqualTo("Request doesn't contain the 'Authorization' header or the 'cs_jwt' cookie");
    assertThat(refused.body().size()).isEqualTo(6);
  }

  @Test
  void an_agent_without_a_token_is_told_in_the_words_of_its_door() {
    Answer refused = apis.worker("POST", "/jobs", "", "{}");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.whole().headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"image-builder-worker/v1\"");
    assertThat(refused.text("href")).isEqualTo(GuardedApis.WORKER + "/errors/401");
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
    Answer refused = apis.cloud("GET", "/distributions", header, "");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text("reason")).isEqualTo(reason);
  }

  @Test
  void a_token_may_come_in_a_cookie() {
    Answer answer =
        TestDoors.ask(
            HttpRequest.newBuilder(main.resolve(GuardedApis.CLOUD + "/errors/5"))
                .header("Cookie", "other=1; cs_jwt=" + apis.tokenOf("42")));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void a_token_signed_by_a_stranger_is_refused() {
    String token =
        TestIssuer.sign(TestIssuer.claims(Map.of("rh-org-id", "42")), TestIssuer.newKey("first"));

    Answer refused = apis.cloud("GET", "/distributions", "Bearer " + token, "");

    assertThat(refused.text("reason")).isEqualTo("Signature of bearer token isn't valid");
  }

  @Test
  void a_public_key_is_no_secret_to_sign_with() throws Exception {
    JsonNode published = TestDoors.JSON.readTree(users.keySet()).at("/keys/0/n");
    byte[] secret = published.asText().getBytes(StandardCharsets.UTF_8);
    String token =
        TestIssuer.sign(
            TestIssuer.claims(Map.of("rh-org-id", "42")).toJson(),
            "first",
            new HmacKey(secret),
            AlgorithmIdentifiers.HMAC_SHA256);

    Answer refused = apis.cloud("GET", "/distributions", "Bearer " + token, "");

    assertThat(refused.text("reason")).isEqualTo("Signature of bearer token isn't valid");
  }

  @Test
  void an_expired_token_is_refused() {
    JwtClaims claims = TestIssuer.claims(Map.of("rh-org-id", "42"));
    claims.setExpirationTime(TestIssuer.at(Duration.ofSeconds(-1)));

    Answer refused =
        apis.cloud("GET", "/distributions", "Bearer " + users.token(claims.getClaimsMap()), "");

    assertThat(refused.text("reason")).isEqualTo("Bearer token is expired");
  }

  @Test
  void who_is_not_on_the_access_list_is_refused() {
    Answer refused = apis.cloud("GET", "/distributions", apis.user("7"), "");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text("reason")).isEqualTo("Access denied");
  }

  @Test
  void any_item_of_the_access_list_grants() {
    Answer answer =
        apis.cloud("GET", "/errors/5", apis.bearer(Map.of("account_id", "friend-7")), "");

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void a_token_without_a_tenant_is_refused_before_the_body_is_looked_at() {
    Answer refused = apis.cloud("POST", "/compose", apis.bearer(Map.of("nobody", "x")), "{]");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("id")).isEqualTo("28");
    assertThat(refused.text("details")).contains("rh-org-id, account_id");
  }

  @Test
  void an_agents_token_without_a_tenant_is_refused_with_the_number_of_its_door() {
    Answer refused = apis.worker("POST", "/jobs", apis.bearer(Map.of("sub", "x")), "{]");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("id")).isEqualTo("16");
  }

  @ParameterizedTest
  @CsvSource({"GET,/no-such-path", "PUT,/errors/5", "OPTIONS,/compose", "POST,/compose"})
  void strangers_do_not_learn_which_paths_and_methods_there_are(String method, String path) {
    Answer refused = apis.cloud(method, path, "", "x".repeat(2 << 20));

    assertThat(refused.status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi", "/errors", "/errors?page=1"})
  void the_document_and_the_list_of_errors_need_no_token(String path) {
    assertThat(apis.cloud("GET", path, "", "").status()).isEqualTo(200);
  }

  @Test
  void one_error_needs_a_token() {
    assertThat(apis.cloud("GET", "/errors/5", "", "").status()).isEqualTo(401);
  }

  @Test
  void agents_read_their_document_without_a_token_and_nothing_else() {
    assertThat(apis.worker("GET", "/openapi", "", "").status()).isEqualTo(200);
    assertThat(apis.worker("GET", "/status", "", "").status()).isEqualTo(401);
  }

  @Test
  void refusals_are_counted() {
    apis.cloud("GET", "/composes/" + UUID.randomUUID(), "", "");

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        meters
                            .find("image_builder_composer_request_count")
                            .tags(
                                "code",
                                "401",
                                "path",
                                GuardedApis.CLOUD + "/composes/-",
                                "tenant",
                                "")
                            .meter())
                    .isNotNull());
  }

  @Test
  void a_token_of_either_issuer_is_good_where_both_are_named() {
    assertThat(apis.worker("GET", "/status", apis.user("44"), "").status()).isEqualTo(200);
    assertThat(
            apis.worker("GET", "/status", "Bearer " + agents.token(Map.of("rh-org-id", "44")), "")
                .status())
        .isEqualTo(200);
  }
}
