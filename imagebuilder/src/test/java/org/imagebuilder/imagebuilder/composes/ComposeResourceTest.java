package org.imagebuilder.imagebuilder.composes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.FakeComposer.Mood;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class ComposeResourceTest {
  private static final String CONTAINER =
      "quay.io/redhat-services-prod/insights-management-tenant/image-builder-bootc-foundry/rhel-10-qcow2:latest";

  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  @DatabaseAddress String address;

  private final String organisation = "org-" + UUID.randomUUID();
  private final ApiCaller user = ApiCaller.of(organisation);

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @Test
  void a_compose_reaches_composer_and_shows_its_status() {
    Answer created = user.compose(Examples.read("compose.request.debian-13.json"));

    assertThat(created.status()).as(created.text()).isEqualTo(201);
    UUID id = id(created);
    assertThat(composer.posted()).extracting(FakeComposer.Posted::id).containsExactly(id);
    assertThat(composer.violations()).isEmpty();
    assertThat(user.get("/composes/" + id).json().at("/image_status/status").asText())
        .isEqualTo("pending");
  }

  static List<String> examples() {
    List<String> names = new ArrayList<>(Examples.named("compose.request."));
    // Repositories of a day or a template come from a service that is not connected here.
    names.removeAll(
        List.of("compose.request.content-template.json", "compose.request.rhel-9.json"));
    return names;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void what_the_contract_shows_is_sent_as_composers_contract_wants_it(String example) {
    Answer created = user.compose(known(Examples.read(example)));

    assertThat(created.status()).as(created.text()).isEqualTo(201);
    assertThat(composer.violations()).isEmpty();
  }

  @Test
  void composer_gets_a_key_and_the_organisation_and_no_token() {
    user.compose(Examples.read("compose.request.debian-13.json"));

    FakeComposer.Posted posted = composer.posted().getFirst();
    assertThat(posted.key()).isEqualTo(value("SELECT id FROM compose_requests"));
    assertThat(posted.fairShareKey()).isEqualTo(organisation);
    assertThat(posted.authorization()).isNull();
  }

  @Test
  void what_is_listed_is_what_was_asked_for() {
    ObjectNode request = Examples.read("compose.request.debian-13.json");
    UUID id = id(user.compose(request));

    JsonNode list = user.get("/composes").json();

    request.put("client_id", "api");
    request.at("/customizations/files").forEach(ComposeResourceTest::withDefaults);
    request
        .at("/customizations/users")
        .forEach(each -> ((ObjectNode) each).put("hasPassword", false));
    assertThat(list.at("/data/0/request")).isEqualTo(request);
    assertThat(list.at("/data/0/id").asText()).isEqualTo(id.toString());
    assertThat(list.at("/data/0/created_at").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(list.at("/data/0/image_name").asText()).isEqualTo("web-1");
    assertThat(list.at("/data/0").has("blueprint_id")).isFalse();
  }

  @Test
  void a_password_in_clear_is_nowhere_but_in_the_request() {
    ObjectNode request = Examples.read("compose.request.debian-13.json");
    ((ObjectNode) request.at("/customizations/users/0")).put("password", "open sesame");

    UUID id = id(user.compose(request));

    JsonNode sent = composer.posted().getFirst().request().at("/customizations/users/0/password");
    assertThat(sent.asText()).startsWith("$6$");
    assertThat(value("SELECT request #>> '{customizations,users,0,password}' FROM composes"))
        .isEqualTo(sent.asText());
    JsonNode shown = user.get("/composes/" + id).json().at("/request/customizations/users/0");
    assertThat(shown.has("password")).isFalse();
    assertThat(shown.path("hasPassword").asBoolean()).isTrue();
    assertThat(value("SELECT coalesce(outgoing::text, 'gone') FROM compose_requests"))
        .isEqualTo("gone");
  }

  @Test
  void keys_of_registrations_are_not_kept() {
    ObjectNode request = Examples.read("compose.request.debian-13.json");
    ((ObjectNode) request.path("customizations"))
        .putObject("subscription")
        .put("organization", 7)
        .put("activation-key", "secret-key")
        .put("server-url", "https://s.example")
        .put("base-url", "https://b.example")
        .put("insights", false);

    user.compose(request);

    assertThat(composer.posted().getFirst().request().at("/customizations/subscription").toString())
        .contains("secret-key");
    assertThat(value("SELECT request::text FROM composes")).doesNotContain("secret-key");
    assertThat(user.get("/composes").text()).doesNotContain("secret-key");
  }

  @Test
  void another_organisation_sees_nothing_of_it() {
    UUID id = id(user.compose(Examples.read("compose.request.debian-13.json")));
    ApiCaller other = ApiCaller.of("org-" + UUID.randomUUID());

    assertThat(other.get("/composes").json().at("/meta/count").asInt()).isZero();
    Answer status = other.get("/composes/" + id);
    assertThat(status.status()).isEqualTo(404);
    assertThat(status.detail())
        .isEqualTo("Compose entry " + id + " not found compose entry not found");
  }

  @Test
  void pages_come_newest_first_with_links() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.addFirst(id(user.compose(Examples.read("compose.request.debian-13.json"))).toString());
    }

    JsonNode page = user.get("/composes?limit=2&offset=2").json();

    assertThat(page.at("/meta/count").asInt()).isEqualTo(5);
    assertThat(page.at("/links/first").asText())
        .isEqualTo("/api/image-builder/v1.0/composes?limit=2&offset=0");
    assertThat(page.at("/links/last").asText())
        .isEqualTo("/api/image-builder/v1.0/composes?limit=2&offset=4");
    assertThat(page.path("data").findValuesAsText("id")).isEqualTo(ids.subList(2, 4));
  }

  @Test
  void image_types_can_be_left_out_of_the_list() {
    user.compose(Examples.read("compose.request.debian-13.json"));
    user.compose(Examples.read("compose.request.debian-12-tar.json"));

    assertThat(count("/composes?ignoreImageTypes=tar")).isEqualTo(1);
    assertThat(count("/composes?ignoreImageTypes=tar&ignoreImageTypes=guest-image")).isZero();
    assertThat(count("/composes?ignoreImageTypes=raw")).isEqualTo(2);
  }

  @Test
  void composes_older_than_two_weeks_are_not_listed_but_found() {
    UUID id = id(user.compose(Examples.read("compose.request.debian-13.json")));
    database().execute("UPDATE composes SET created_at = created_at - interval '15 days'" + mine());

    assertThat(count("/composes")).isZero();
    assertThat(user.get("/composes/" + id).status()).isEqualTo(200);
  }

  @Test
  void a_deleted_compose_is_not_found() {
    UUID id = id(user.compose(Examples.read("compose.request.debian-13.json")));
    database().execute("UPDATE composes SET deleted = true" + mine());

    assertThat(count("/composes")).isZero();
    assertThat(user.get("/composes/" + id).status()).isEqualTo(404);
  }

  @Test
  void the_state_follows_composer() {
    UUID id = id(user.compose(Examples.read("compose.request.debian-13.json")));
    composer.status(id, Examples.composer("get-compose-status.200.success-aws-s3.json").toString());

    JsonNode status = user.get("/composes/" + id).json();

    assertThat(status.at("/image_status/status").asText()).isEqualTo("success");
    assertThat(status.at("/image_status/upload_status/type").asText()).isEqualTo("aws.s3");
    assertThat(status.at("/image_status/upload_status/options/url").asText())
        .startsWith("https://");
    assertThat(status.at("/request/distribution").asText()).isEqualTo("debian-13");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{'id':'35','reason':'Invalid image customization','details':'customizations.firewall: Debian has no firewall'}|400|Invalid image customization: customizations.firewall: Debian has no firewall",
        "400|{'id':'10','reason':'x'}|400|Error resolving OSTree repo",
        "500|{'id':'1005','reason':'Failed to enqueue job'}|500|Failed posting compose request to osbuild-composer. Failed to enqueue job",
        "403|nonsense|500|Failed posting compose request to osbuild-composer",
      })
  void a_refusal_by_composer_leaves_no_row_behind(
      int status, String body, int told, String detail) {
    composer.refuse(status, body.replace('\'', '"'));

    Answer answer = user.compose(Examples.read("compose.request.debian-13.json"));

    assertThat(answer.status()).isEqualTo(told);
    assertThat(answer.detail()).isEqualTo(detail);
    assertThat(value("SELECT count(*) FROM compose_requests")).isEqualTo("0");
    assertThat(value("SELECT count(*) FROM composes")).isEqualTo("0");
  }

  @Test
  void a_status_that_cannot_be_read_is_a_documented_fault() {
    UUID id = id(user.compose(Examples.read("compose.request.debian-13.json")));
    composer.mood(Mood.TALKS_RUBBISH);

    Answer answer = user.get("/composes/" + id);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.detail()).isEqualTo("Failed to decode compose status");
  }

  @Test
  void a_compose_that_composer_has_forgotten_is_not_found() {
    UUID id = id(user.compose(Examples.read("compose.request.debian-13.json")));
    composer.reset();

    Answer answer = user.get("/composes/" + id);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.detail()).contains("Compose with given id not found");
  }

  private int count(String path) {
    return user.get(path).json().at("/meta/count").asInt();
  }

  private PostgresServer.Database database() {
    return new PostgresServer.Database(java.net.URI.create(address));
  }

  private String value(String sql) {
    return database().value(sql + mine());
  }

  private String mine() {
    return " WHERE org_id = '" + organisation + "'";
  }

  private static UUID id(Answer created) {
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    return UUID.fromString(created.json().path("id").asText());
  }

  private static void withDefaults(JsonNode file) {
    ((ObjectNode) file).put("data_encoding", "plain").put("ensure_parents", false);
  }

  // Examples name containers, sources and policies that only other services could tell about.
  private static ObjectNode known(ObjectNode request) {
    if (request.path("bootc") instanceof ObjectNode bootc) {
      bootc.remove("iso_payload_reference");
      bootc.put("reference", CONTAINER);
    }
    if (request.at("/image_requests/0/upload_request/options") instanceof ObjectNode options) {
      options.remove("share_with_sources");
    }
    if (request.at("/customizations/openscap") instanceof ObjectNode openscap
        && openscap.remove("policy_id") != null) {
      openscap.put("profile_id", "xccdf_org.ssgproject.content_profile_cis");
    }
    return request;
  }
}
