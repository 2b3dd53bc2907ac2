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
        "//api/image-builder/v1/composes",
        "/api//image-builder/v1/distributions",
        "/api/image-builder//v1/version",
        "/api/image-builder/%76%31/distributions",
        "/api/image-builder/./v1/composes",
        "/nowhere/../api/image-builder/v1/composes",
        "/api/image-builder/v1;a=b/distributions",
        "/api/image-builder;a/v1.0/version",
      })
  void another_spelling_of_the_base_path_leads_nowhere(String path) {
    Answer answer = ApiCaller.call(ApiCaller.anonymous(path).GET());

    assertThat(answer.status()).as(answer.text()).isEqualTo(404);
    assertThat(answer.detail()).isEqualTo("Not Found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1\\u0000", "\\ud800"})
  void an_organisation_that_cannot_be_stored_is_no_identity(String organisation) {
    Answer answer = ApiCaller.of(organisation).get("/composes");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text())
        .isEqualTo("Bad Request: x-rh-identity header is does not contain valid JSON\n");
  }

  @Test
  void an_identity_is_one_document() {
    ApiCaller caller =
        ApiCaller.withIdentity(
            "{\"identity\":{\"type\":\"User\",\"internal\":{\"org_id\":\"1\"}}} {}");

    assertThat(caller.get("/composes").status()).isEqualTo(400);
  }

  @Test
  void json_is_named_without_a_charset() {
    Answer answer = ApiCaller.of("1").get("/distributions");

    assertThat(answer.response().headers().firstValue("Content-Type")).hasValue("application/json");
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
