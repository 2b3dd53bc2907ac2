package org.imagebuilder.imagebuilder.blueprints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.imagebuilder.blueprints.BlueprintCase.BLUEPRINTS;
import static org.imagebuilder.imagebuilder.blueprints.BlueprintCase.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class BlueprintResourceTest {
  @DatabaseAddress String database;

  @SuppressWarnings("NullAway.Init")
  private BlueprintCase house;

  @BeforeEach
  void move() {
    house = new BlueprintCase(database);
  }

  static List<String> examples() {
    return Examples.named("create-blueprint.request.");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void what_was_kept_comes_back_as_it_was_sent(String example) {
    ObjectNode request = Examples.read(example);

    String id = house.create(request);

    ObjectNode read = (ObjectNode) house.read(id);
    assertThat(read.remove("id").asText()).isEqualTo(id);
    assertThat(read.remove("lint").size()).isEqualTo(2);
    request.remove("metadata");
    withDefaults(request);
    assertThat(read).isEqualTo(request);
  }

  @Test
  void members_of_upload_options_that_nobody_knows_survive() {
    ObjectNode request = request("odd");
    ObjectNode options = (ObjectNode) request.at("/image_requests/0/upload_request/options");
    options.put("surprise", 1).putNull("nothing").putObject("more").putArray("of").add("it");

    String id = house.create(request);

    assertThat(house.read(id).at("/image_requests/0/upload_request/options")).isEqualTo(options);
  }

  @Test
  void what_people_see_of_a_blueprint_of_containers_has_no_lint() {
    ObjectNode request = request("container");
    request.remove("distribution");
    request.putObject("bootc").put("reference", "registry.example.com/x:1");

    String id = house.create(request);

    assertThat(house.read(id).path("lint").toString())
        .isEqualTo("{\"errors\":null,\"warnings\":null}");
    assertThat(house.read(house.create(request("packages"))).path("lint").toString())
        .isEqualTo("{\"errors\":[],\"warnings\":[]}");
  }

  @Test
  void a_change_makes_the_next_version_and_leaves_the_old_one() {
    String id = house.create(request("before"));
    ObjectNode changed = request("after").put("description", "changed");
    changed.put("distribution", "debian-12");

    Answer answer = house.user.put(BLUEPRINTS + "/" + id, changed);

    assertThat(house.id(answer)).isEqualTo(id);
    assertThat(house.read(id).path("distribution").asText()).isEqualTo("debian-12");
    JsonNode old = house.user.get(BLUEPRINTS + "/" + id + "?version=1").json();
    assertThat(old.path("distribution").asText()).isEqualTo("debian-13");
    assertThat(old.path("name").asText()).isEqualTo("after");
    assertThat(old.path("description").asText()).isEqualTo("changed");
    assertThat(house.user.get(BLUEPRINTS + "/" + id + "?version=-1").json())
        .isEqualTo(house.read(id));
    assertThat(house.value("string_agg(v.version::text, ',' ORDER BY v.version)")).isEqualTo("1,2");
  }

  @Test
  void a_container_blueprint_can_be_changed() {
    ObjectNode request = request("container");
    request.remove("distribution");
    request.putObject("bootc").put("reference", "registry.example.com/x:1");
    String id = house.create(request);

    Answer answer = house.user.put(BLUEPRINTS + "/" + id, request);

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  @Test
  void the_list_is_by_the_last_change_and_paged() {
    String first = house.create(request("first"));
    String second = house.create(request("second"));
    String third = house.create(request("third"));
    house.user.put(BLUEPRINTS + "/" + first, request("first"));

    JsonNode page = house.user.get(BLUEPRINTS + "?limit=2").json();

    assertThat(page.path("data").findValuesAsText("id")).containsExactly(first, third);
    assertThat(page.at("/data/0/version").asInt()).isEqualTo(2);
    assertThat(page.at("/data/0/last_modified_at").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(page.at("/meta/count").asInt()).isEqualTo(3);
    assertThat(page.at("/links/first").asText())
        .isEqualTo("/api/image-builder/v1.0/blueprints?limit=2&offset=0");
    assertThat(page.at("/links/last").asText())
        .isEqualTo("/api/image-builder/v1.0/blueprints?limit=2&offset=2");
    assertThat(house.user.get(BLUEPRINTS + "?limit=2&offset=2").json().at("/data/0/id").asText())
        .isEqualTo(second);
    assertThat(house.user.get(BLUEPRINTS + "?offset=9").json().path("data").size()).isZero();
  }

  @Test
  void a_name_finds_exactly_one() {
    house.create(request("web"));
    String id = house.create(request("Web & db"));
    house.create(request("Web & db 2"));

    JsonNode found =
        house.user.get(BLUEPRINTS + "?name=Web+%26+db&search=2&limit=1&offset=7").json();

    assertThat(found.path("data").findValuesAsText("id")).containsExactly(id);
    assertThat(found.at("/meta/count").asInt()).isEqualTo(1);
    assertThat(found.at("/links/first").asText())
        .isEqualTo("/api/image-builder/v1.0/blueprints?limit=1&name=Web+%26+db&offset=0");
    assertThat(house.user.get(BLUEPRINTS + "?name=WEB").json().at("/meta/count").asInt()).isZero();
  }

  @Test
  void a_search_looks_into_names_and_descriptions() {
    house.create(request("Alpha").put("description", "one"));
    house.create(request("beta").put("description", "of ALPHA and more"));
    house.create(request("gamma").put("description", ""));

    JsonNode found = house.user.get(BLUEPRINTS + "?search=alpha").json();

    assertThat(found.at("/meta/count").asInt()).isEqualTo(2);
    assertThat(found.at("/links/last").asText())
        .isEqualTo("/api/image-builder/v1.0/blueprints?limit=100&offset=0&search=alpha");
    assertThat(house.user.get(BLUEPRINTS + "?search=a%25m").json().at("/meta/count").asInt())
        .isEqualTo(2);
    assertThat(house.user.get(BLUEPRINTS + "?search=&name=").json().at("/meta/count").asInt())
        .isEqualTo(3);
    assertThat(house.user.get(BLUEPRINTS + "?search=%5C").json().at("/meta/count").asInt())
        .isZero();
  }

  @Test
  void a_deleted_blueprint_is_gone_and_its_name_is_free() {
    String id = house.create(request("web"));

    assertThat(house.user.delete(BLUEPRINTS + "/" + id).status()).isEqualTo(204);

    assertThat(house.user.get(BLUEPRINTS + "/" + id).detail()).isEqualTo("blueprint not found");
    assertThat(house.user.get(BLUEPRINTS).json().at("/meta/count").asInt()).isZero();
    Answer again = house.user.delete(BLUEPRINTS + "/" + id);
    assertThat(again.status()).isEqualTo(404);
    assertThat(again.detail()).isEqualTo("Not Found");
    assertThat(house.user.put(BLUEPRINTS + "/" + id, request("x")).status()).isEqualTo(404);
    assertThat(house.value("b.name || b.deleted")).isEqualTo(id + "true");
    house.create(request("web"));
  }

  @Test
  void where_an_import_comes_from_is_kept_and_not_changed() {
    ObjectNode request = Examples.read("create-blueprint.request.import.json");
    ((ObjectNode) request.path("metadata")).put("surprise", true).putNull("parent_id");

    String id = house.create(request);

    house.user.put(BLUEPRINTS + "/" + id, request("web"));
    assertThat(house.value("DISTINCT b.metadata::text"))
        .isEqualTo(
            "{\"parent_id\": null, \"is_on_prem\": false,"
                + " \"exported_at\": \"2026-08-21 09:30:00 +0000 UTC\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE"})
  void another_organisations_blueprint_does_not_exist(String method) {
    String id = house.create(request("web"));
    ApiCaller other = ApiCaller.of("org-" + UUID.randomUUID());

    Answer theirs = call(other, method, id);

    Answer unknown = call(other, method, UUID.randomUUID().toString());
    assertThat(theirs.status()).isEqualTo(404);
    assertThat(theirs.text()).isEqualTo(unknown.text());
    assertThat(other.get(BLUEPRINTS).json().at("/meta/count").asInt()).isZero();
    assertThat(house.read(id).path("name").asText()).isEqualTo("web");
  }

  private static Answer call(ApiCaller caller, String method, String id) {
    String path = BLUEPRINTS + "/" + id;
    return switch (method) {
      case "GET" -> caller.get(path);
      case "PUT" -> caller.put(path, request("stolen"));
      default -> caller.delete(path);
    };
  }

  private static void withDefaults(ObjectNode request) {
    if (!request.has("description")) {
      request.put("description", "");
    }
    request
        .at("/customizations/users")
        .forEach(
            user ->
                ((ObjectNode) user)
                    .put("hasPassword", ((ObjectNode) user).remove("password") != null));
  }
}
