package org.imagebuilder.imagebuilder.requests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class BadInputTest {
  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  @DatabaseAddress String address;

  private final String organisation = "org-" + UUID.randomUUID();
  private final ApiCaller user = ApiCaller.of(organisation);

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{|request body has an error: failed to decode request body: ",
        "{} {}|request body has an error: failed to decode request body: ",
        "{'image_requests':[]}x|request body has an error: failed to decode request body: ",
        "[]|request body has an error: failed to decode request body: ",
        "'text'|request body has an error: failed to decode request body: ",
        "7|request body has an error: failed to decode request body: ",
        "{}|request body has an error: doesn't match schema #/components/schemas/ComposeRequest: Error at \"/image_requests\": property \"image_requests\" is missing",
        "{'image_requests':[],'x':1}|request body has an error: doesn't match schema #/components/schemas/ComposeRequest: ",
        "{'image_requests':{}}|request body has an error: doesn't match schema #/components/schemas/ComposeRequest: Error at \"/image_requests\"",
        "null|request body has an error: ",
      })
  void a_body_that_is_no_request_is_refused(String body, String told) {
    Answer answer = post(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));

    refused(answer, 400);
    assertThat(answer.detail().replace('\'', '"'))
        .startsWith(told.replace('\'', '"'))
        .doesNotContain("com.fasterxml", "StreamRead", "DeserializationFeature");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/distribution|\"debian-99\"|value is not one of the allowed values",
        "/distribution|\"rhel-9.6-nightly\"|distribution not available",
        "/distribution|\"fedora-43\"|not authorized to build fedora-43 images",
        "/image_requests/0/architecture|\"s390x\"|/image_requests/0/architecture",
        "/image_requests/0/architecture|\"aarch64\"|Architecture not supported",
        "/image_requests/0/image_type|\"floppy\"|/image_requests/0/image_type",
        "/image_requests/0/image_type|\"vsphere\"|Image type vsphere is not available for distribution debian-13 on x86_64",
        "/image_requests/0/upload_request/type|\"ftp\"|/image_requests/0/upload_request/type",
        "/image_requests/0/upload_request/type|\"gcp\"|Invalid image type for upload target",
        "/image_requests/0/snapshot_date|\"yesterday\"|Snapshot date yesterday is not in",
        "/image_requests/0/snapshot_date|\"2026-02-01\"|snapshot_date: debian-13 is built from the builders' own mirror",
        "/image_requests/0/surprise|1|/image_requests/0\": property \"surprise\" is unsupported",
        "/image_requests/0/size|1e10|/image_requests/0/size",
        "/customizations/hostname|\"a\\u0000b\"|NUL",
        "/customizations/files/0/data_encoding|\"hex\"|/customizations/files/0/data_encoding",
        "/bootc|{\"reference\":\"x\"}|either distribution or bootc needs to be set, but not both",
      })
  void a_member_that_is_wrong_is_named(String place, String value, String told) {
    ObjectNode request = Examples.read("compose.request.debian-13.json");
    int slash = place.lastIndexOf('/');
    ((ObjectNode) request.at(place.substring(0, slash)))
        .putRawValue(
            place.substring(slash + 1), new com.fasterxml.jackson.databind.util.RawValue(value));

    Answer answer = user.compose(request);

    refused(answer, told.startsWith("not authorized") ? 403 : 400);
    assertThat(answer.detail()).contains(told);
  }

  @Test
  void neither_distribution_nor_container_is_refused() {
    ObjectNode request = Examples.read("compose.request.debian-13.json");
    request.remove("distribution");

    Answer answer = user.compose(request);

    refused(answer, 400);
    assertThat(answer.detail()).isEqualTo("either distribution or bootc needs to be set");
  }

  @Test
  void a_missing_body_is_refused() {
    Answer answer = user.post("/compose", "application/json", BodyPublishers.noBody());

    refused(answer, 400);
    assertThat(answer.detail())
        .isEqualTo("request body has an error: value is required but missing");
  }

  @ParameterizedTest
  @CsvSource({"text/plain", "application/jsonx", "application/x-www-form-urlencoded"})
  void another_media_type_is_refused(String type) {
    Answer answer = user.post("/compose", type, BodyPublishers.ofString("{}"));

    refused(answer, 400);
    assertThat(answer.detail())
        .isEqualTo(
            "request body has an error: header Content-Type has unexpected value \"" + type + "\"");
  }

  @Test
  void parameters_of_the_media_type_do_no_harm() {
    String body = Examples.read("compose.request.debian-13.json").toString();

    Answer answer =
        user.post("/compose", "application/json; charset=utf-8", BodyPublishers.ofString(body));

    assertThat(answer.status()).isEqualTo(201);
  }

  @Test
  void another_character_set_is_refused() {
    Answer answer =
        user.post("/compose", "application/json; charset=latin1", BodyPublishers.ofString("{}"));

    refused(answer, 415);
  }

  @Test
  void of_a_member_that_stands_twice_the_last_counts() {
    String body = Examples.read("compose.request.debian-13.json").toString();
    String twice = "{\"image_name\":\"first\"," + body.substring(1);

    Answer answer = user.post("/compose", "application/json", BodyPublishers.ofString(twice));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(user.get("/composes").json().at("/data/0/image_name").asText()).isEqualTo("web-1");
  }

  @Test
  void a_body_beyond_the_limit_is_refused_unread() {
    Answer answer = post(new byte[1024 * 1024 + 1]);

    refused(answer, 413);
    assertThat(answer.detail()).contains("1048576");
  }

  @Test
  void a_body_beyond_the_limit_that_hides_its_length_is_refused_too() {
    byte[] large = new byte[1200 * 1024];
    java.util.Arrays.fill(large, (byte) ' ');

    Answer answer =
        user.post(
            "/compose",
            "application/json",
            BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)));

    // Found out in the middle of reading, where the server hangs up and no longer talks.
    assertThat(answer.status()).isEqualTo(413);
    assertThat(composer.posted()).isEmpty();
  }

  @Test
  void a_body_that_nests_without_end_is_refused() {
    Answer answer = post("[".repeat(5000).getBytes(StandardCharsets.UTF_8));

    refused(answer, 400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/composes?limit=0|parameter \"limit\" in query has an error: number must be at least 1",
        "/composes?limit=101|parameter \"limit\" in query has an error: number must be at most 100",
        "/composes?limit=x|parameter \"limit\" in query has an error: value x: an invalid integer: invalid syntax",
        "/composes?limit=0x10|Invalid format for parameter limit: ",
        "/composes?limit=|Invalid format for parameter limit: multiple values for single value parameter 'limit'",
        "/composes?limit=1&limit=2|Invalid format for parameter limit: multiple values for single value parameter 'limit'",
        "/composes?offset=-1|parameter \"offset\" in query has an error: number must be at least 0",
        "/composes?offset=99999999999|Invalid format for parameter offset: ",
        "/composes?ignoreImageTypes=ami,aws|parameter \"ignoreImageTypes\" in query has an error: value is not one of the allowed values",
        "/composes?ignoreImageTypes=|parameter \"ignoreImageTypes\" in query has an error: empty value is not allowed",
        "/composes/x|Invalid format for parameter composeId: 'x' is no uuid",
        "/architectures/debian-99|parameter \"distribution\" in path has an error: value is not one of the allowed values",
        "/architectures/rhel-9.6-nightly|distribution not available",
        "/distributions?kind=other|parameter \"kind\" in query has an error: value is not one of the allowed values",
        "/nowhere|no matching operation was found",
        "/|no matching operation was found",
        "/composes/x/y/z|no matching operation was found",
      })
  void a_wrong_parameter_or_path_is_told(String path, String told) {
    Answer answer = user.get(path);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.detail()).startsWith(told);
  }

  @ParameterizedTest
  @CsvSource({"010, 10", "%2B5, 5", "7, 7"})
  void numbers_are_decimal(String limit, int read) {
    Answer answer = user.get("/composes?limit=" + limit);

    assertThat(answer.json().at("/links/first").asText()).contains("limit=" + read + "&");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE|/compose|POST, OPTIONS",
        "GET|/compose|POST, OPTIONS",
        "POST|/composes|GET, HEAD, OPTIONS",
        "PUT|/version|GET, HEAD, OPTIONS",
        "PATCH|/composes/b3f0d1a6-5d5e-4ed5-a5d0-2d7f4e3c1b0a|GET, HEAD, DELETE, OPTIONS",
      })
  void a_method_that_a_path_does_not_know_is_told_with_those_it_knows(
      String method, String path, String allowed) {
    Answer answer =
        ApiCaller.call(user.request(ApiCaller.BASE + path).method(method, BodyPublishers.noBody()));

    refused(answer, 405);
    assertThat(answer.response().headers().firstValue("Allow")).hasValue(allowed);
  }

  @Test
  void a_trailing_slash_is_another_path() {
    assertThat(user.get("/composes/").status()).isEqualTo(404);
    assertThat(user.get("/composes/").detail()).isEqualTo("Not Found");
    assertThat(user.get("/composes/?limit=0").status()).isEqualTo(400);
  }

  @Test
  void outside_of_the_base_path_there_is_nothing() {
    Answer answer = ApiCaller.call(ApiCaller.anonymous("/api/other").GET());

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.detail()).isEqualTo("Not Found");
  }

  @ParameterizedTest
  @CsvSource({
    "{%s}",
    "urn:uuid:%s",
    "%S",
  })
  void an_id_is_read_in_any_spelling(String spelling) {
    String id =
        user.compose(Examples.read("compose.request.debian-13.json")).json().path("id").asText();
    String spelt = String.format(spelling, id).replace("{", "%7B").replace("}", "%7D");

    assertThat(user.get("/composes/" + spelt).status()).isEqualTo(200);
    assertThat(user.get("/composes/" + id.replace("-", "")).status()).isEqualTo(200);
  }

  private Answer post(byte[] body) {
    return user.post("/compose", "application/json", BodyPublishers.ofByteArray(body));
  }

  private void refused(Answer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().at("/errors/0/title").asText()).isEqualTo("" + status);
    assertThat(answer.detail()).isNotEmpty();
    assertThat(answer.response().headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(composer.posted()).isEmpty();
    assertThat(rows("compose_requests")).isEqualTo("0");
    assertThat(rows("composes")).isEqualTo("0");
  }

  private String rows(String table) {
    return new PostgresServer.Database(java.net.URI.create(address))
        .value("SELECT count(*) FROM " + table + " WHERE org_id = '" + organisation + "'");
  }
}
