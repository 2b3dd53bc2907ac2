package org.imagebuilder.composer.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.imagebuilder.composer.database.PostgresResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contracts as both doors show them. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class DocumentPagesTest {
  private static final String CLOUD = "/api/image-builder-composer/v2";
  private static final String WORKER = "/api/image-builder-worker/v1";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TestHTTPResource("/")
  URI cloudDoor;

  @Inject WorkerListener workers;

  @ParameterizedTest
  @CsvSource({
    "openapi, '', application/json",
    "openapi, */*, application/json",
    "openapi, application/yaml, application/yaml",
    "openapi, 'text/yaml, */*;q=0.1', application/yaml",
    "openapi, 'application/yaml, application/json', application/json",
    "openapi, text/html, application/json",
    "openapi.json, application/yaml, application/json",
    "openapi.yaml, application/json, application/yaml",
  })
  void a_document_comes_in_the_form_that_is_asked_for(String path, String accept, String type)
      throws Exception {
    for (URI document : documents(path)) {
      HttpRequest.Builder request = HttpRequest.newBuilder(document);
      if (!accept.isEmpty()) {
        request.header("Accept", accept);
      }

      HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).contains(type);
    }
  }

  @Test
  void both_forms_say_the_same() throws Exception {
    for (String base : new String[] {"cloud", "worker"}) {
      JsonNode json = new ObjectMapper().readTree(get(document(base, "openapi.json")).body());
      JsonNode yaml = new YAMLMapper().readTree(get(document(base, "openapi.yaml")).body());

      assertThat(yaml.equals(json)).isTrue();
      assertThat(json.path("paths").has("/openapi")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"openapi", "openapi.json", "openapi.yaml"})
  void a_document_that_the_caller_has_is_not_sent_again(String path) throws Exception {
    for (URI document : documents(path)) {
      String tag = get(document).headers().firstValue("ETag").orElseThrow();

      HttpResponse<String> again =
          HTTP.send(
              HttpRequest.newBuilder(document).header("If-None-Match", tag).build(),
              BodyHandlers.ofString());

      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"openapi", "openapi.json", "openapi.yaml"})
  void a_head_request_is_answered_without_the_document(String path) throws Exception {
    for (URI document : documents(path)) {
      HttpResponse<String> head =
          HTTP.send(
              HttpRequest.newBuilder(document).method("HEAD", BodyPublishers.noBody()).build(),
              BodyHandlers.ofString());

      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.headers().firstValueAsLong("Content-Length").orElse(0)).isPositive();
      assertThat(head.body()).isEmpty();
    }
  }

  @Test
  void the_forms_have_tags_of_their_own() throws Exception {
    String json = get(document("cloud", "openapi.json")).headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> yaml =
        HTTP.send(
            HttpRequest.newBuilder(document("cloud", "openapi"))
                .header("Accept", "application/yaml")
                .header("If-None-Match", json)
                .build(),
            BodyHandlers.ofString());

    assertThat(yaml.statusCode()).isEqualTo(200);
    assertThat(yaml.headers().allValues("Vary").toString()).containsIgnoringCase("accept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"openapi", "openapi.yaml"})
  void a_document_cannot_be_written(String path) throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(document("cloud", path))
                .PUT(BodyPublishers.ofString("{}"))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(405);
  }

  private URI[] documents(String path) {
    return new URI[] {document("cloud", path), document("worker", path)};
  }

  private URI document(String door, String path) {
    return door.equals("cloud")
        ? cloudDoor.resolve(CLOUD + "/" + path)
        : URI.create("http://localhost:" + workers.port() + WORKER + "/" + path);
  }

  private static HttpResponse<String> get(URI document) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(document).build(), BodyHandlers.ofString());
  }
}
