package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cloud API's composes over HTTP, down to the rows. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ComposeResourceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TestHTTPResource("/")
  URI server;

  @Inject Database database;

  @Test
  void a_debian_compose_is_accepted_and_pending() {
    String id = accepted(ComposeRequests.aDebianCompose());

    Answer status = api().get("/composes/" + id);

    assertThat(status.status()).isEqualTo(200);
    assertThat(status.text("kind")).isEqualTo("ComposeStatus");
    assertThat(status.text("href")).isEqualTo(CloudApi.BASE + "/composes/" + id);
    assertThat(status.text("status")).isEqualTo("pending");
    assertThat(status.body().path("image_status"))
        .isEqualTo(ComposeRequests.tree("{\"status\": \"pending\"}"));
    assertThat(status.text("created_at")).matches("\\d{4}-.*Z");
    assertThat(status.body().has("image_statuses")).isFalse();
  }

  @Test
  void an_accepted_compose_is_answered_as_the_contract_says() {
    Answer answer =
        api()
            .post(
                "/compose",
                ComposeRequests.aDebianCompose().tree().toString(),
                "Idempotency-Key",
                "echo-me");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Idempotency-Key")).isEqualTo("echo-me");
    assertThat(answer.text("kind")).isEqualTo("ComposeId");
    assertThat(answer.text("href")).isEqualTo(CloudApi.BASE + "/compose");
  }

  @Test
  void an_rpm_compose_is_written_with_its_jobs() {
    String id = accepted(ComposeRequests.aCentosCompose());

    assertThat(queueTypes(id)).isEqualTo("rpm-manifest,osbuild:x86_64");
  }

  @Test
  void a_cancelled_compose_has_failed_with_its_own_error() {
    String id = accepted(ComposeRequests.aDebianCompose());

    Answer cancelled = api().post("/composes/" + id + "/cancel", "");

    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(cancelled.text("status")).isEqualTo("failure");
    assertThat(cancelled.text("image_status.error.id")).isEqualTo("43");
  }

  @Test
  void cancelling_twice_changes_nothing() {
    String id = accepted(ComposeRequests.aDebianCompose());
    Answer first = api().post("/composes/" + id + "/cancel", "");

    Answer second = api().post("/composes/" + id + "/cancel", "");

    assertThat(second.body()).isEqualTo(first.body());
  }

  @Test
  void a_repeated_request_with_a_key_starts_nothing_new() {
    String key = UUID.randomUUID().toString();
    String first = accepted(ComposeRequests.aDebianCompose(), "Idempotency-Key", key);

    String second = accepted(ComposeRequests.aDebianCompose(), "Idempotency-Key", key);

    assertThat(second).isEqualTo(first);
    assertThat(count("select count(*) from composes where idempotency_key = '" + key + "'"))
        .isEqualTo(1);
    assertThat(queueTypes(first)).isEqualTo("debian-manifest,debian-image:x86_64");
  }

  @Test
  void rivals_with_one_key_get_one_compose() {
    String key = UUID.randomUUID().toString();
    String body = ComposeRequests.aDebianCompose().tree().toString();

    List<CompletableFuture<Answer>> rivals =
        Stream.generate(
                () ->
                    CompletableFuture.supplyAsync(
                        () -> api().post("/compose", body, "Idempotency-Key", key)))
            .limit(8)
            .toList();

    assertThat(rivals.stream().map(CompletableFuture::join).map(answer -> answer.text("id")))
        .hasSize(8)
        .allMatch(id -> !id.isEmpty())
        .containsOnly(rivals.getFirst().join().text("id"));
    assertThat(count("select count(*) from composes where idempotency_key = '" + key + "'"))
        .isEqualTo(1);
  }

  @Test
  void a_key_is_good_for_one_request_only() {
    String key = UUID.randomUUID().toString();
    accepted(ComposeRequests.aDebianCompose(), "Idempotency-Key", key);

    Answer other =
        api()
            .post(
                "/compose",
                ComposeRequests.aCentosCompose().tree().toString(),
                "Idempotency-Key",
                key);

    assertError(other, 422, 50);
  }

  @Test
  void a_plain_password_is_stored_nowhere() {
    String id =
        accepted(
            ComposeRequests.aDebianCompose()
                .with(
                    "customizations.users", "[{\"name\": \"ops\", \"password\": \"opensesame\"}]"));

    String stored = text("select request from composes where id = '" + id + "'");
    String args = args(id);
    assertThat(stored + args).doesNotContain("opensesame");
    assertThat(args).contains("$6$");
    assertThat(stored).doesNotContain("$6$").contains("********");
  }

  @Test
  void an_activation_key_is_kept_out_of_the_stored_request() {
    String id =
        accepted(
            ComposeRequests.aCentosCompose()
                .with("distribution", "\"rhel-9\"")
                .with(
                    "customizations.subscription",
                    """
                    {"organization": "1", "activation_key": "secret-key", "server_url": "s",
                     "base_url": "b", "insights": true}
                    """));

    assertThat(text("select request from composes where id = '" + id + "'"))
        .doesNotContain("secret-key");
    assertThat(args(id)).contains("secret-key");
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
    long rows = rows();

    Answer answer =
        api().post("/compose", ComposeRequests.aDebianCompose().with(path, json).tree().toString());

    assertError(answer, 400, number);
    assertThat(rows()).isEqualTo(rows);
  }

  static List<String> malformedBodies() {
    return List.of("", "{", "[]", "null", "{} {}", "{\"distribution\": 1, \"distribution\": 2}");
  }

  @ParameterizedTest
  @MethodSource("malformedBodies")
  void a_malformed_body_is_number_30(String body) {
    long rows = rows();

    assertError(api().post("/compose", body), 400, 30);

    assertThat(rows()).isEqualTo(rows);
  }

  @Test
  void a_body_that_is_too_large_is_refused() {
    String body =
        ComposeRequests.aDebianCompose()
            .with("customizations.hostname", "\"" + "a".repeat(1024 * 1024) + "\"")
            .tree()
            .toString();

    assertError(api().post("/compose", body), 413, 49);
  }

  @Test
  void half_a_character_does_no_harm() {
    String body =
        ComposeRequests.aDebianCompose()
            .with("customizations.files", "[{\"path\": \"/etc/half\", \"data\": \"here\"}]")
            .tree()
            .toString()
            .replace("here", "\\ud800");

    assertThat(api().post("/compose", body).status()).isEqualTo(201);
  }

  @Test
  void another_media_type_is_refused() {
    assertError(api().postAs("text/plain", "/compose", "{}"), 400, 30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", ";", "application/xml"})
  void a_body_that_does_not_say_that_it_is_json_is_refused(String mediaType) {
    long rows = rows();

    Answer answer =
        api().postAs(mediaType, "/compose", ComposeRequests.aDebianCompose().tree().toString());

    assertError(answer, 400, 30);
    assertThat(rows()).isEqualTo(rows);
  }

  @Test
  void a_malformed_body_is_described_without_the_names_of_classes() {
    Answer answer = api().post("/compose", "{} {}");

    assertThat(answer.text("details")).isEqualTo("the body has more than one JSON value");
  }

  @Test
  void json_is_named_without_a_charset() {
    Answer answer = api().get("/errors/4");

    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void utf_8_may_be_named() {
    Answer answer =
        api()
            .postAs(
                "application/json; charset=utf-8",
                "/compose",
                ComposeRequests.aDebianCompose().tree().toString());

    assertThat(answer.status()).isEqualTo(201);
  }

  @Test
  void another_character_set_is_refused() {
    Answer answer =
        api()
            .postAs(
                "application/json; charset=iso-8859-1",
                "/compose",
                ComposeRequests.aDebianCompose().tree().toString());

    assertError(answer, 415, 3);
  }

  @Test
  void an_unknown_compose_is_not_found() {
    assertError(api().get("/composes/" + UUID.randomUUID()), 404, 15);
  }

  @Test
  void an_id_that_is_no_uuid_is_told_so() {
    Answer answer = api().get("/composes/42");

    assertError(answer, 400, 42);
    assertThat(answer.text("details")).isEqualTo("id: '42' is no uuid");
  }

  @Test
  void an_unknown_path_is_not_found() {
    assertError(api().get("/nothing"), 404, 21);
  }

  @Test
  void a_wrong_method_is_told_with_those_that_are_known() {
    Answer answer = api().delete("/compose");

    assertError(answer, 405, 22);
    assertThat(answer.header("Allow")).contains("POST");
  }

  @Test
  void a_priority_that_nobody_knows_is_refused() {
    Answer answer =
        api()
            .post(
                "/compose",
                ComposeRequests.aDebianCompose().tree().toString(),
                "X-Priority",
                "urgent");

    assertError(answer, 400, 30);
  }

  @Test
  void the_catalogue_of_errors_is_complete() {
    Answer answer = api().get("/errors");

    assertThat(answer.text("kind")).isEqualTo("ErrorList");
    assertThat(answer.text("total")).isEqualTo("81");
    assertThat(answer.body().path("items")).hasSize(81);
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
    assertError(api().get(path), status, number);
  }

  @Test
  void one_error_can_be_looked_up() {
    Answer answer = api().get("/errors/4");

    assertThat(answer.text("code")).isEqualTo("IMAGE-BUILDER-COMPOSER-4");
    assertThat(answer.text("reason")).isEqualTo("Unsupported distribution");
  }

  private CloudApi api() {
    return new CloudApi(server);
  }

  private String accepted(ComposeRequests request, String... headers) {
    Answer answer = api().post("/compose", request.tree().toString(), headers);
    assertThat(answer.status()).as(answer.whole().body()).isEqualTo(201);
    return answer.text("id");
  }

  private static void assertError(Answer answer, int status, int number) {
    assertThat(answer.status()).as(answer.whole().body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(answer.text("id")).as(answer.text("details")).isEqualTo("" + number);
    assertThat(answer.text("code")).isEqualTo("IMAGE-BUILDER-COMPOSER-" + number);
    assertThat(answer.text("kind")).isEqualTo("Error");
    assertThat(answer.text("href")).isEqualTo(CloudApi.BASE + "/errors/" + number);
    assertThat(answer.text("operation_id")).matches("[0-9A-Za-z]{27}");
  }

  private long rows() {
    return count(
        "select (select count(*) from composes) + (select count(*) from jobs)"
            + " + (select count(*) from job_args)");
  }

  private String queueTypes(String id) {
    return text(
        "select string_agg(queue_type, ',' order by number) from jobs where plan_id = '"
            + id
            + "'");
  }

  private String args(String id) {
    return text(
        "select string_agg(args, '') from job_args a join jobs j on j.id = a.job"
            + " where j.plan_id = '"
            + id
            + "'");
  }

  private long count(String sql) {
    return database.run(sql).await().atMost(PATIENCE).iterator().next().getLong(0);
  }

  private String text(String sql) {
    return database.run(sql).await().atMost(PATIENCE).iterator().next().getString(0);
  }
}
