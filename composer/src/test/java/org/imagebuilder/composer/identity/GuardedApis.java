package org.imagebuilder.composer.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.imagebuilder.composer.identity.TestDoors.Answer;

/** Callers of both APIs, each with the token of a tenant. */
final class GuardedApis {
  static final String CLOUD = "/api/image-builder-composer/v2";
  static final String WORKER = "/api/image-builder-worker/v1";
  private static final String COMPOSE =
      """
      {"distribution": "debian-13",
       "image_request": {"architecture": "x86_64", "image_type": "guest-image",
         "repositories": [], "upload_options": {"region": "eu-west-1"}}}
      """;

  private final URI main;
  private final String agents;
  private final TestIssuer users;

  GuardedApis(URI main, String agents, TestIssuer users) {
    this.main = main;
    this.agents = agents;
    this.users = users;
  }

  String composeOf(String tenant) {
    return compose(user(tenant));
  }

  String compose(String authorization) {
    Answer accepted =
        TestDoors.ask(
            request(main.resolve(CLOUD + "/compose"), authorization)
                .header("X-Priority", "interactive")
                .POST(BodyPublishers.ofString(COMPOSE)));
    assertThat(accepted.status()).as(accepted.whole().body()).isEqualTo(201);
    return accepted.text("id");
  }

  /** The location of a job that an agent of the tenant holds. */
  String leased(String tenant) {
    Answer leased =
        worker(
            "POST", "/jobs", user(tenant), "{\"types\":[\"debian-manifest\"],\"arch\":\"x86_64\"}");
    assertThat(leased.status()).isEqualTo(201);
    return leased.text("location");
  }

  String user(String tenant) {
    return "Bearer " + tokenOf(tenant);
  }

  String tokenOf(String tenant) {
    return users.token(Map.of("rh-org-id", tenant));
  }

  String bearer(Map<String, ?> claims) {
    return "Bearer " + users.token(claims);
  }

  Answer cloud(String method, String path, String authorization, String body) {
    return ask(method, main.resolve(CLOUD + path), authorization, body);
  }

  Answer worker(String method, String path, String authorization, String body) {
    return workerAt(method, WORKER + path, authorization, body);
  }

  Answer workerAt(String method, String path, String authorization, String body) {
    return ask(method, URI.create(agents + path), authorization, body);
  }

  private static Answer ask(String method, URI uri, String authorization, String body) {
    return TestDoors.ask(request(uri, authorization).method(method, BodyPublishers.ofString(body)));
  }

  private static HttpRequest.Builder request(URI uri, String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).header("Content-Type", "application/json");
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }
}
