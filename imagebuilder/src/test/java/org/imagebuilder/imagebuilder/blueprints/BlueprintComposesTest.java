package org.imagebuilder.imagebuilder.blueprints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.imagebuilder.blueprints.BlueprintCase.BLUEPRINTS;
import static org.imagebuilder.imagebuilder.blueprints.BlueprintCase.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
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
class BlueprintComposesTest {
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
  void composes_are_listed_by_version() {
    String id = house.create(request("web"));
    List<String> first = BlueprintCase.composed(house.compose(id, "{}"));
    house.user.put(BLUEPRINTS + "/" + id, request("web"));
    List<String> second = BlueprintCase.composed(house.compose(id, "{\"image_types\":[\"tar\"]}"));
    String path = BLUEPRINTS + "/" + id + "/composes";

    assertThat(ids(path)).containsExactly(second.get(0), first.get(1), first.get(0));
    assertThat(ids(path + "?blueprint_version=1")).isEqualTo(first.reversed());
    assertThat(ids(path + "?blueprint_version=-1")).isEqualTo(second);
    assertThat(ids(path + "?blueprint_version=-7")).isEqualTo(second);
    assertThat(ids(path + "?blueprint_version=0")).isEmpty();
    assertThat(ids(path + "?blueprint_version=999999")).isEmpty();
    assertThat(ids(path + "?ignoreImageTypes=tar")).containsExactly(first.get(0));
    JsonNode page = house.user.get(path + "?blueprint_version=-1&limit=1").json();
    assertThat(page.at("/links/first").asText())
        .isEqualTo(
            "/api/image-builder/v1.0/composes?blueprint_id="
                + id
                + "&blueprint_version=2&limit=1&offset=0");
    assertThat(house.user.get(path + "?limit=2").json().at("/links/last").asText())
        .isEqualTo("/api/image-builder/v1.0/composes?blueprint_id=" + id + "&limit=2&offset=2");
    assertThat(page.at("/data/0/blueprint_version").asInt()).isEqualTo(2);
  }

  @Test
  void a_deleted_blueprint_takes_its_composes_along() {
    String id = house.create(request("web"));
    String compose = BlueprintCase.composed(house.compose(id, "{}")).getFirst();

    house.user.delete(BLUEPRINTS + "/" + id);

    assertThat(house.user.get("/composes").json().at("/meta/count").asInt()).isZero();
    assertThat(house.user.get("/composes/" + compose).status()).isEqualTo(404);
    assertThat(house.user.get(BLUEPRINTS + "/" + id + "/composes").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/blueprints/x/composes|400|Invalid format for parameter id: ",
        "GET|/blueprints/%s/composes|404|blueprint not found",
        "GET|/blueprints/%s/composes?blueprint_version=-1|404|blueprint not found",
        "GET|/blueprints/%s/composes?blueprint_version=x|400|parameter \"blueprint_version\" in query has an error: value x",
        "GET|/blueprints/%s/composes?blueprint_version=99999999999|400|Invalid format for parameter blueprint_version: ",
        "GET|/blueprints/%s/composes?limit=0|400|parameter \"limit\" in query has an error",
        "GET|/blueprints/%s/composes?ignoreImageTypes=floppy|400|parameter \"ignoreImageTypes\" in query has an error",
        "POST|/blueprints/%s/compose|404|blueprint not found",
        "POST|/blueprints/x/compose|400|Invalid format for parameter id: ",
        "GET|/blueprints/%s/compose|405|method not allowed",
        "GET|/blueprints/%s/export|404|blueprint not found",
        "GET|/blueprints/x/export|400|Invalid format for parameter id: ",
      })
  void what_is_not_there_is_told(String method, String path, int status, String told) {
    Answer answer =
        ApiCaller.call(
            house
                .user
                .request(ApiCaller.BASE + path.formatted(UUID.randomUUID()))
                .method(method, BodyPublishers.noBody()));

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.detail()).startsWith(told);
  }

  @ParameterizedTest
  @CsvSource({"GET, /composes", "GET, /export", "POST, /compose"})
  void another_organisations_blueprint_does_not_exist(String method, String path) {
    String id = house.create(request("web"));
    ApiCaller other = ApiCaller.of("org-" + UUID.randomUUID());

    Answer answer =
        ApiCaller.call(
            other
                .request(ApiCaller.BASE + BLUEPRINTS + "/" + id + path)
                .method(method, BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.detail()).isEqualTo("blueprint not found");
    assertThat(composer.posted()).isEmpty();
  }

  private List<String> ids(String path) {
    Answer answer = house.user.get(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    List<String> ids = answer.json().path("data").findValuesAsText("id");
    assertThat(answer.json().at("/meta/count").asInt()).isEqualTo(ids.size());
    return ids;
  }
}
