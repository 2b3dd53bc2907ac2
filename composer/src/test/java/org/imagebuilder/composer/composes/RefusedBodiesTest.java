package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.composer.composes.ComposeCalls.assertError;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies over HTTP: what is refused, with which number, and that nothing is left of it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class RefusedBodiesTest {
  @TestHTTPResource("/")
  URI server;

  @Inject Database database;

  private ComposeCalls calls;

  @BeforeEach
  void begin() {
    calls = new ComposeCalls(server, database);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          30   | colour                       | "red"
          4    | distribution                 | "debian-11"
          5    | image_request.architecture   | "vax"
          6    | image_request.image_type     | "aws"
          38   | image_request.upload_targets | [{"type": "gcp", "upload_options": {"region": "r"}}]
          1004 | image_request.upload_options | {}
          35   | customizations.openscap      | {"profile_id": "cis"}
          35   | customizations.packages      | ["-o", "Debug::pkgProblemResolver=1"]
          7    | image_request.repositories   | [{"baseurl": "file:///etc/"}]
          7    | image_request.repositories   | [{"baseurl": "http://user:word@example.com/"}]
          35   | customizations.groups        | [{"name": "web", "gid": 2147483648}]
          35   | customizations.services      | {"enabled": ["--help"]}
          42   | koji                         | {"server": "s", "task_id": 1, "name": "n", "version": "1", "release": "1"}
          """)
  void a_refused_request_leaves_no_row(int number, String path, String json) {
    long rows = calls.rows();

    Answer answer =
        calls
            .api()
            .post("/compose", ComposeRequests.aDebianCompose().with(path, json).tree().toString());

    assertError(answer, 400, number);
    assertThat(calls.rows()).isEqualTo(rows);
  }

  static List<String> malformedBodies() {
    return List.of("", "{", "[]", "null", "{} {}", "{\"distribution\": 1, \"distribution\": 2}");
  }

  @ParameterizedTest
  @MethodSource("malformedBodies")
  void a_malformed_body_is_number_30(String body) {
    long rows = calls.rows();

    assertError(calls.api().post("/compose", body), 400, 30);

    assertThat(calls.rows()).isEqualTo(rows);
  }

  @Test
  void a_body_that_is_too_large_is_refused() {
    String body =
        ComposeRequests.aDebianCompose()
            .with("customizations.hostname", "\"" + "a".repeat(1024 * 1024) + "\"")
            .tree()
            .toString();

    assertError(calls.api().post("/compose", body), 413, 49);
  }

  @Test
  void half_a_character_does_no_harm() {
    String body =
        ComposeRequests.aDebianCompose()
            .with("customizations.files", "[{\"path\": \"/etc/half\", \"data\": \"here\"}]")
            .tree()
            .toString()
            .replace("here", "\\ud800");

    assertThat(calls.api().post("/compose", body).status()).isEqualTo(201);
  }

  @Test
  void another_media_type_is_refused() {
    assertError(calls.api().postAs("text/plain", "/compose", "{}"), 400, 30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", ";", "application/xml"})
  void a_body_that_does_not_say_that_it_is_json_is_refused(String mediaType) {
    long rows = calls.rows();

    Answer answer =
        calls
            .api()
            .postAs(mediaType, "/compose", ComposeRequests.aDebianCompose().tree().toString());

    assertError(answer, 400, 30);
    assertThat(calls.rows()).isEqualTo(rows);
  }

  @Test
  void a_malformed_body_is_described_without_the_names_of_classes() {
    Answer answer = calls.api().post("/compose", "{} {}");

    assertThat(answer.text("details")).isEqualTo("the body has more than one JSON value");
  }

  @Test
  void utf_8_may_be_named() {
    Answer answer =
        calls
            .api()
            .postAs(
                "application/json; charset=utf-8",
                "/compose",
                ComposeRequests.aDebianCompose().tree().toString());

    assertThat(answer.status()).isEqualTo(201);
  }

  @Test
  void another_character_set_is_refused() {
    Answer answer =
        calls
            .api()
            .postAs(
                "application/json; charset=iso-8859-1",
                "/compose",
                ComposeRequests.aDebianCompose().tree().toString());

    assertError(answer, 415, 3);
  }
}
