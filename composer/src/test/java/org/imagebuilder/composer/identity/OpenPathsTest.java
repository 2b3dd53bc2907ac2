package org.imagebuilder.composer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.composer.identity.TestDoors.NOBODY;
import static org.imagebuilder.composer.identity.TestDoors.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.identity.TestDoors.Answer;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers may read where tokens are asked for, and nothing else. */
@QuarkusTest
@TestProfile(GuardedProfile.class)
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class OpenPathsTest {
  private static final String CLOUD = "/api/image-builder-composer/v2";
  private static final String WORKER = "/api/image-builder-worker/v1";
  private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");

  @Inject WorkerListener listener;
  @TestHTTPResource URI main;

  TestIssuer users;

  @ParameterizedTest
  @ValueSource(strings = {"/openapi", "/openapi.json", "/openapi.yaml"})
  void strangers_may_read_the_document_at_both_doors(String path) {
    assertThat(ask("GET", cloud(path), NOBODY, "").status()).isEqualTo(200);
    assertThat(ask("GET", worker(path), NOBODY, "").status()).isEqualTo(200);
    assertThat(ask("HEAD", worker(path), NOBODY, "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi.json", "/openapi.yaml", "/swagger-ui/"})
  void strangers_may_look_at_the_page_of_both_doors(String path) {
    assertThat(ask("GET", main.resolve(path), NOBODY, "").status()).isEqualTo(200);
    assertThat(ask("GET", URI.create(listener.origin() + path), NOBODY, "").status())
        .isEqualTo(200);
  }

  @Test
  void every_other_operation_of_the_cloud_api_needs_a_token() {
    List<String> operations = guarded(cloud("/openapi.json"));

    assertThat(operations).contains("get /distributions", "get /distributions/x", "post /compose");
    for (String operation : operations) {
      assertNeedsToken(operation, cloud(pathOf(operation)));
    }
  }

  @Test
  void every_other_operation_of_the_worker_api_needs_a_token() {
    List<String> operations = guarded(worker("/openapi.json"));

    assertThat(operations).contains("get /status", "post /jobs", "get /errors/x");
    for (String operation : operations) {
      assertNeedsToken(operation, worker(pathOf(operation)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/openapi/../status", "/openapi.json/../status", "/openapi/status", "/errors"})
  void no_other_path_passes_for_an_open_one(String path) {
    assertThat(ask("GET", worker(path), NOBODY, "").status()).isEqualTo(401);
  }

  @Test
  void agents_may_bring_their_token_in_a_cookie() {
    String token = users.token(Map.of("rh-org-id", "44"));

    Answer answer =
        ask(HttpRequest.newBuilder(worker("/status")).header("Cookie", "cs_jwt=" + token));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void a_cookie_with_anything_else_is_refused_as_a_token_is() {
    Answer answer = ask(HttpRequest.newBuilder(worker("/status")).header("Cookie", "cs_jwt=x"));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text("reason")).isEqualTo("Bearer token is malformed");
  }

  @Test
  void a_header_counts_before_a_cookie() {
    String token = users.token(Map.of("rh-org-id", "44"));

    Answer answer =
        ask(
            HttpRequest.newBuilder(worker("/status"))
                .header("Authorization", "Bearer x")
                .header("Cookie", "cs_jwt=" + token));

    assertThat(answer.text("reason")).isEqualTo("Bearer token is malformed");
  }

  private static void assertNeedsToken(String operation, URI uri) {
    Answer answer = ask(methodOf(operation), uri, NOBODY, "");

    assertThat(answer.status()).as(operation).isEqualTo(401);
  }

  /** What the contract does not open, with something in place of each parameter. */
  private static List<String> guarded(URI document) {
    List<String> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path :
        ask("GET", document, NOBODY, "").body().path("paths").properties()) {
      for (String method : METHODS) {
        JsonNode operation = path.getValue().path(method);
        boolean open =
            operation.has("security")
                && operation.path("security").valueStream().allMatch(JsonNode::isEmpty);
        if (operation.isObject() && !open) {
          operations.add(method + " " + path.getKey().replaceAll("\\{[^}]*}", "x"));
        }
      }
    }
    return operations;
  }

  private static String methodOf(String operation) {
    return operation.split(" ", 2)[0].toUpperCase(Locale.ROOT);
  }

  private static String pathOf(String operation) {
    return operation.split(" ", 2)[1];
  }

  private URI cloud(String path) {
    return URI.create("http://localhost:" + main.getPort() + CLOUD + path);
  }

  private URI worker(String path) {
    return URI.create(listener.origin() + WORKER + path);
  }
}
