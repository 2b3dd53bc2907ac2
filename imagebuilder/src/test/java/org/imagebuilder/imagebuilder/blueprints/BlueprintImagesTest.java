package org.imagebuilder.imagebuilder.blueprints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.imagebuilder.blueprints.BlueprintCase.BLUEPRINTS;
import static org.imagebuilder.imagebuilder.blueprints.BlueprintCase.customizations;
import static org.imagebuilder.imagebuilder.blueprints.BlueprintCase.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class BlueprintImagesTest {
  private static final String CONTAINER =
      "quay.io/redhat-services-prod/insights-management-tenant/image-builder-bootc-foundry/rhel-10-qcow2:latest";

  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  @DatabaseAddress String database;

  @SuppressWarnings("NullAway.Init")
  private BlueprintCase house;

  @BeforeEach
  void move() {
    house = new BlueprintCase(database);
    composer.reset();
  }

  @Test
  void all_images_of_a_blueprint_are_asked_for_in_order() {
    String id = house.create(request("web"));

    List<String> ids = BlueprintCase.composed(house.compose(id, "{}"));

    assertThat(composer.posted()).extracting(each -> each.id().toString()).isEqualTo(ids);
    assertThat(composer.violations()).isEmpty();
    assertThat(composer.posted())
        .extracting(each -> each.request().path("blueprint_id").asText())
        .containsExactly(id, id);
    JsonNode list = house.user.get("/composes").json();
    assertThat(list.path("data").findValuesAsText("id")).isEqualTo(ids.reversed());
    assertThat(list.findValuesAsText("blueprint_id")).containsExactly(id, id);
    assertThat(list.at("/data/0/blueprint_version").asInt()).isEqualTo(1);
    assertThat(list.at("/data/0/image_name").asText()).isEqualTo("web");
    assertThat(list.at("/data/0/request/image_description").asText())
        .isEqualTo("Web servers of the team");
    assertThat(list.at("/data/0/request/image_requests").size()).isEqualTo(1);
    assertThat(list.at("/data/1/request/image_requests/0/image_type").asText())
        .isEqualTo("guest-image");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"image_types\":[\"tar\"]}|1",
        "{\"image_types\":[\"tar\",\"guest-image\",\"tar\"]}|2",
        "{\"image_types\":[\"aws\"]}|0",
        "{\"image_types\":[]}|0",
        "{}|2",
        "{\"other\":1}|2",
        "|2",
      })
  void the_types_that_are_named_are_made(String body, int images) {
    String id = house.create(request("web"));

    Answer answer = house.compose(id, body);

    assertThat(BlueprintCase.composed(answer)).hasSize(images);
    assertThat(composer.posted()).hasSize(images);
  }

  @Test
  void no_body_and_no_media_type_means_all() {
    String id = house.create(request("web"));

    Answer answer =
        ApiCaller.call(
            house
                .user
                .request(ApiCaller.BASE + BLUEPRINTS + "/" + id + "/compose")
                .POST(BodyPublishers.noBody()));

    assertThat(BlueprintCase.composed(answer)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"image_types\":\"tar\"}|Error at \"/image_types\": value must be an array",
        "{\"image_types\":null}|Error at \"/image_types\": value must be an array",
        "{\"image_types\":[7]}|Error at \"/image_types/0\": value is not one of the allowed values",
        "{\"image_types\":[\"tar\",\"floppy\"]}|Error at \"/image_types/1\": value is not one of",
        "[]|failed to decode request body",
        "{|failed to decode request body",
        "7|failed to decode request body",
      })
  void a_body_that_names_no_types_is_refused(String body, String told) {
    String id = house.create(request("web"));

    Answer answer = house.compose(id, body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.detail()).startsWith("request body has an error: ").contains(told);
    assertThat(composer.posted()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true, ui", "mcp, mcp", "'', api", ", api", "MCP, ui"})
  void a_header_tells_who_asks(String header, String client) {
    String id = house.create(request("web"));
    HttpRequest.Builder call =
        house.user.request(ApiCaller.BASE + BLUEPRINTS + "/" + id + "/compose");
    if (header != null) {
      call.header("X-ImageBuilder-ui", header);
    }

    Answer answer = ApiCaller.call(call.POST(BodyPublishers.noBody()));

    assertThat(BlueprintCase.composed(answer)).hasSize(2);
    assertThat(house.user.get("/composes").json().path("data").findValuesAsText("client_id"))
        .containsOnly(client);
  }

  @Test
  void of_a_distribution_and_a_container_the_container_is_built() {
    ObjectNode request = request("both");
    request.putObject("bootc").put("reference", CONTAINER);
    customizations(request).removeAll();
    String id = house.create(request);

    Answer answer = house.compose(id, "{\"image_types\":[\"guest-image\"]}");

    assertThat(BlueprintCase.composed(answer)).hasSize(1);
    JsonNode posted = composer.posted().getFirst().request();
    assertThat(posted.at("/bootc/reference").asText()).isEqualTo(CONTAINER);
    assertThat(posted.has("distribution")).isFalse();
    assertThat(posted.path("customizations").isObject()).isTrue();
  }

  @Test
  void a_draft_is_told_what_it_lacks_and_nothing_is_asked_for() {
    ObjectNode request = request("draft").put("distribution", "centos-10");
    ((ObjectNode) request.at("/image_requests/1")).put("image_type", "aws");
    ((ObjectNode) request.at("/image_requests/1/upload_request")).put("type", "aws");
    String id = house.create(request);

    Answer answer = house.compose(id, "{}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail())
        .isEqualTo("Expected at least one source or account to share the image with");
    assertThat(composer.posted()).isEmpty();
    assertThat(waiting()).isEqualTo("0");
  }

  @Test
  void passwords_and_keys_reach_composer_and_nobody_else() {
    ObjectNode request = request("web");
    customizations(request)
        .putObject("subscription")
        .put("organization", 7)
        .put("activation-key", "secret-key")
        .put("server-url", "s.example")
        .put("base-url", "https://b.example")
        .put("insights", false);
    String id = house.create(request);

    house.compose(id, "{}");

    String sent = composer.posted().getFirst().request().path("customizations").toString();
    assertThat(sent).contains("$6$", "secret-key").doesNotContain("a plain password");
    for (String path : List.of("/composes", BLUEPRINTS + "/" + id + "/composes")) {
      String read = house.user.get(path).text();
      assertThat(read).contains("\"hasPassword\":true").doesNotContain("$6$", "secret-key");
    }
  }

  @Test
  void a_name_of_old_that_is_too_long_for_a_compose_is_cut() {
    String id = house.create(request("web"));
    house
        .database()
        .execute("UPDATE blueprints SET name = repeat('ü', 150) WHERE id = '" + id + "'");

    Answer answer = house.compose(id, "{}");

    assertThat(BlueprintCase.composed(answer)).hasSize(2);
    assertThat(house.user.get("/composes").json().at("/data/0/image_name").asText())
        .isEqualTo("ü".repeat(100));
  }

  @Test
  void what_was_kept_of_old_and_is_unknown_now_is_told() {
    String id = house.create(request("web"));
    house
        .database()
        .execute(
            "UPDATE blueprint_versions SET body = body || '{\"distribution\":\"rhel-7\"}'"
                + " WHERE blueprint_id = '"
                + id
                + "'");

    Answer answer = house.compose(id, "{}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail()).contains("Error at \"/distribution\"");
    assertThat(house.read(id).path("distribution").asText()).isEqualTo("rhel-7");
  }

  private String waiting() {
    return house
        .database()
        .value("SELECT count(*) FROM compose_requests WHERE org_id = '" + house.organisation + "'");
  }
}
