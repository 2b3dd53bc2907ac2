package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.composer.composes.ComposeCalls.assertError;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.UUID;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths, methods and parameters over HTTP that nobody knows, and the catalogue of errors. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class RefusedCallsTest {
  @TestHTTPResource("/")
  URI server;

  @Inject Database database;

  private ComposeCalls calls;

  @BeforeEach
  void begin() {
    calls = new ComposeCalls(server, database);
  }

  @Test
  void json_is_named_without_a_charset() {
    Answer answer = calls.api().get("/errors/4");

    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void an_unknown_compose_is_not_found() {
    assertError(calls.api().get("/composes/" + UUID.randomUUID()), 404, 15);
  }

  @Test
  void an_id_that_is_no_uuid_is_told_so() {
    Answer answer = calls.api().get("/composes/42");

    assertError(answer, 400, 42);
    assertThat(answer.text("details")).isEqualTo("id: '42' is no uuid");
  }

  @Test
  void an_unknown_path_is_not_found() {
    assertError(calls.api().get("/nothing"), 404, 21);
  }

  @Test
  void a_wrong_method_is_told_with_those_that_are_known() {
    Answer answer = calls.api().delete("/compose");

    assertError(answer, 405, 22);
    assertThat(answer.header("Allow")).contains("POST");
  }

  @Test
  void a_priority_that_nobody_knows_is_refused() {
    Answer answer =
        calls
            .api()
            .post(
                "/compose",
                ComposeRequests.aDebianCompose().tree().toString(),
                "X-Priority",
                "urgent");

    assertError(answer, 400, 30);
  }

  @Test
  void the_catalogue_of_errors_is_complete() {
    Answer answer = calls.api().get("/errors");

    assertThat(answer.text("kind")).isEqualTo("ErrorList");
    assertThat(answer.text("total")).isEqualTo("82");
    assertThat(answer.body().path("items")).hasSize(82);
    assertThat(answer.text("items.0.id")).isEqualTo("401");
    assertThat(answer.body().at("/items/0").has("details")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/errors?page=one, 400, 18",
    "/errors?size=x, 400, 19",
    "/errors?page=, 400, 30",
    "/errors/four, 400, 16",
    "/errors/9999, 404, 17"
  })
  void a_question_about_errors_can_itself_be_wrong(String path, int status, int number) {
    assertError(calls.api().get(path), status, number);
  }

  @Test
  void one_error_can_be_looked_up() {
    Answer answer = calls.api().get("/errors/4");

    assertThat(answer.text("code")).isEqualTo("IMAGE-BUILDER-COMPOSER-4");
    assertThat(answer.text("reason")).isEqualTo("Unsupported distribution");
  }
}
