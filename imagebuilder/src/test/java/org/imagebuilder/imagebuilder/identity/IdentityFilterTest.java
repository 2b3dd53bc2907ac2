package org.imagebuilder.imagebuilder.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class IdentityFilterTest {
  @ParameterizedTest
  @CsvSource({
    "GET, /api/image-builder/v1/version",
    "GET, /api/image-builder/v1.0/version",
    "GET, /api/image-builder/v1/ready",
    "GET, /api/image-builder/v1/nowhere",
    "POST, /api/image-builder/v1/compose",
    "DELETE, /api/image-builder/v1/compose",
    "POST, /api/image-builder/v1/openapi.json",
    "HEAD, /api/image-builder/v1.0/openapi.json",
    "GET, /api/image-builder/v1/composes?limit=0",
  })
  void nobody_without_an_identity_gets_below_the_base_path(String method, String path) {
    Answer answer =
        ApiCaller.call(ApiCaller.anonymous(path).method(method, BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.response().headers().firstValue("Content-Type"))
        .hasValue("text/plain; charset=utf-8");
    if (!method.equals("HEAD")) {
      assertThat(answer.text()).isEqualTo("Unauthorized: missing identity header\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/openapi.json",
        "/api/image-builder/v1/openapi.json",
        "/api/image-builder/v1.0/openapi.json",
        "/status",
        "/ready",
      })
  void what_tools_and_probes_read_is_open(String path) {
    Answer answer = ApiCaller.call(ApiCaller.anonymous(path).GET());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().isObject()).isTrue();
  }

  @Test
  void a_wrong_header_comes_before_a_wrong_request() {
    HttpRequest.Builder request =
        ApiCaller.anonymous("/api/image-builder/v1/composes?limit=0").header("x-rh-identity", "%");

    Answer answer = ApiCaller.call(request.GET());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).isEqualTo("Bad Request: unable to b64 decode x-rh-identity header\n");
  }

  @Test
  void several_headers_are_none() {
    HttpRequest.Builder request =
        ApiCaller.of("1").request("/api/image-builder/v1/version").header("x-rh-identity", "e30=");

    Answer answer = ApiCaller.call(request.GET());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).isEqualTo("Bad Request: missing x-rh-identity header\n");
  }

  @Test
  void associates_are_told_that_they_are_not_served() {
    ApiCaller associate =
        ApiCaller.withIdentity(
            "{\"identity\":{\"type\":\"Associate\",\"internal\":{\"org_id\":\"1\"}}}");

    Answer answer = associate.get("/nowhere");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail()).isEqualTo("unsupported account type: 'Associate'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"User", "ServiceAccount", "System", "anything"})
  void all_other_types_are_served_alike(String type) {
    ApiCaller caller =
        ApiCaller.withIdentity(
            "{\"identity\":{\"type\":\"%s\",\"internal\":{\"org_id\":\"1\"}}}".formatted(type));

    assertThat(caller.get("/composes").status()).isEqualTo(200);
  }

  @Test
  void fedoras_header_counts_for_nothing_here() {
    HttpRequest.Builder request =
        ApiCaller.anonymous("/api/image-builder/v1/version")
            .header("X-Fedora-Identity", "eyJ1c2VyIjoiamFuZSJ9");

    assertThat(ApiCaller.call(request.GET()).status()).isEqualTo(401);
  }
}
