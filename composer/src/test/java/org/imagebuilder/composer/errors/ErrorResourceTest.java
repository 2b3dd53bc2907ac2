package org.imagebuilder.composer.errors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.imagebuilder.composer.database.PostgresResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalogue of errors over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ErrorResourceTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TestHTTPResource("/")
  URI server;

  @Test
  void the_catalogue_comes_in_its_own_order() throws Exception {
    JsonNode list = get("").body;

    List<String> ids = new ArrayList<>();
    list.path("items").forEach(item -> ids.add(item.path("id").asText()));
    assertThat(ids).startsWith("401", "2", "3", "4").endsWith("10000", "10001", "10002", "10003");
    assertThat(ids).containsSubsequence("24", "26", "25", "27", "28", "1022", "29");
    assertThat(list.path("kind").asText()).isEqualTo("ErrorList");
    assertThat(list.path("page").asInt()).isZero();
    assertThat(list.path("size").asInt()).isEqualTo(ids.size());
    assertThat(list.path("total").asInt()).isEqualTo(ErrorCode.values().length);
    assertThat(list.has("id") || list.has("href")).isFalse();
    assertThat(list.at("/items/0").has("details")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "?page=0&size=3, 0, 3",
    "?page=1&size=3, 1, 3",
    "?size=2, 0, 2",
    "?page=-1, -1, 0",
    "?size=-5, 0, 0",
    "?size=0, 0, 0",
    "?page=1, 1, 0",
    "?page=99999999999&size=9999999999999, 99999999999, 0",
    "?page=9223372036854775807&size=9223372036854775807, 9223372036854775807, 0",
  })
  void a_page_has_what_is_left(String query, long page, int size) throws Exception {
    Answer answer = get(query);

    assertThat(answer.status).isEqualTo(200);
    assertThat(answer.body.path("page").asLong()).isEqualTo(page);
    assertThat(answer.body.path("size").asInt()).isEqualTo(size);
    assertThat(answer.body.path("items").size()).isEqualTo(size);
    assertThat(answer.body.path("total").asInt()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "?page=one, 18",
    "?page=1.0, 18",
    "?page=9223372036854775808, 18",
    "?size=x, 19",
    "?page=0&size=%20, 19",
    "?page=, 30",
    "?size=, 30",
  })
  void what_is_no_integer_is_refused(String query, String number) throws Exception {
    Answer answer = get(query);

    assertThat(answer.status).isEqualTo(400);
    assertThat(answer.body.path("id").asText()).isEqualTo(number);
    assertThat(answer.body.path("details").asText()).isNotBlank();
  }

  @Test
  void a_number_is_told_with_its_sentence() throws Exception {
    JsonNode error = get("/4").body;

    assertThat(error.path("reason").asText()).isEqualTo("Unsupported distribution");
    assertThat(error.path("code").asText()).isEqualTo("IMAGE-BUILDER-COMPOSER-4");
    assertThat(error.path("href").asText()).endsWith("/errors/4");
    assertThat(error.path("operation_id").asText()).hasSize(27);
    assertThat(error.has("details")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/0, 404, 17",
    "/-4, 404, 17",
    "/10002, 404, 17",
    "/99999999999, 404, 17",
    "/four, 400, 16",
    "/4.0, 400, 16",
    "/9223372036854775808, 400, 16",
    "/%20, 400, 16",
  })
  void a_number_that_is_none_is_refused(String path, int status, String number) throws Exception {
    Answer answer = get(path);

    assertThat(answer.status).isEqualTo(status);
    assertThat(answer.body.path("id").asText()).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/4/", "/4/x"})
  void other_paths_do_not_exist(String path) throws Exception {
    Answer answer = get(path);

    assertThat(answer.status).isEqualTo(404);
    assertThat(answer.body.path("id").asText()).isEqualTo("21");
  }

  private record Answer(int status, JsonNode body) {}

  private Answer get(String path) throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(server.resolve(ErrorResource.BASE + "/errors" + path)).build(),
            BodyHandlers.ofString());
    return new Answer(answer.statusCode(), new ObjectMapper().readTree(answer.body()));
  }
}
