package org.imagebuilder.imagebuilder.blueprints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.imagebuilder.blueprints.BlueprintCase.BLUEPRINTS;
import static org.imagebuilder.imagebuilder.blueprints.BlueprintCase.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class BlueprintBadInputTest {
  @DatabaseAddress String database;

  @SuppressWarnings("NullAway.Init")
  private BlueprintCase house;

  @BeforeEach
  void move() {
    house = new BlueprintCase(database);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/name|7|/name",
        "/name|\"" + LONG + "\"|maximum string length is 100",
        "/name|\"a\\u0000b\"|NUL",
        "/description|null|/description",
        "/distribution|\"debian-99\"|value is not one of the allowed values",
        "/bootc|{}|property \"reference\" is missing",
        "/image_requests|[]|minimum number of items is 1",
        "/image_requests|{}|/image_requests",
        "/image_requests/0/surprise|1|property \"surprise\" is unsupported",
        "/image_requests/0/image_type|\"floppy\"|/image_requests/0/image_type",
        "/image_requests/0/upload_request/type|\"ftp\"|/image_requests/0/upload_request/type",
        "/surprise|1|property \"surprise\" is unsupported",
        "/customizations|null|/customizations",
        "/customizations|[]|/customizations",
        "/customizations/users|{}|/customizations/users",
        "/customizations/users/0/name|7|/customizations/users/0/name",
        "/customizations/openscap|{\"profile_id\":\"a\",\"policy_id\":\"1af6cb19-08a1-4b6a-a1a1-2f3e5d1f3f9c\"}|/customizations/openscap",
        "/customizations/openscap|{\"policy_id\":\"x\"}|cannot parse request body: customizations.openscap.policy_id: 'x' is no uuid",
        "/metadata|{\"parent_id\":null,\"is_on_prem\":true}|property \"exported_at\" is missing",
        "/metadata|{\"parent_id\":\"x\",\"exported_at\":\"\",\"is_on_prem\":true}|cannot parse request body: metadata.parent_id: 'x' is no uuid",
      })
  void a_member_that_is_wrong_is_named_and_nothing_is_kept(
      String place, String value, String told) {
    ObjectNode request = request("web");
    int slash = place.lastIndexOf('/');
    ((ObjectNode) request.at(place.substring(0, slash)))
        .putRawValue(place.substring(slash + 1), new RawValue(value));

    Answer answer = house.user.post(BLUEPRINTS, request);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/title").asText()).isEqualTo("400");
    assertThat(answer.detail()).contains(told);
    assertThat(house.value("count(*)")).isEqualTo("0");
  }

  private static final String LONG =
      "0123456789012345678901234567890123456789012345678901234567890123456789"
          + "0123456789012345678901234567890";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "POST|/blueprints|{|400|request body has an error: failed to decode request body",
        "POST|/blueprints||400|request body has an error: value is required but missing",
        "POST|/blueprints|[]|400|request body has an error: failed to decode request body",
        "PUT|/blueprints/%s|{}|400|request body has an error: doesn't match schema #/components/schemas/CreateBlueprintRequest",
        "PUT|/blueprints/%s||400|request body has an error: value is required but missing",
        "PUT|/blueprints/x|{}|400|Invalid format for parameter id: ",
        "GET|/blueprints/x||400|Invalid format for parameter id: ",
        "DELETE|/blueprints/x||400|Invalid format for parameter id: ",
        "GET|/blueprints/%s||404|blueprint not found",
        "DELETE|/blueprints/%s||404|Not Found",
        "GET|/blueprints/%s?version=0||400|Invalid version number",
        "GET|/blueprints/%s?version=-2||400|Invalid version number",
        "GET|/blueprints/%s?version=x||400|parameter \"version\" in query has an error: value x: an invalid integer: invalid syntax",
        "GET|/blueprints/%s?version=99999999999||400|Invalid format for parameter version: ",
        "GET|/blueprints/%s?version=||400|parameter \"version\" in query has an error: empty value is not allowed",
        "GET|/blueprints?limit=0||400|parameter \"limit\" in query has an error: number must be at least 1",
        "GET|/blueprints?limit=101||400|parameter \"limit\" in query has an error: number must be at most 100",
        "GET|/blueprints?offset=-1||400|parameter \"offset\" in query has an error: number must be at least 0",
        "GET|/blueprints?search=a%%00b||400|parameter \"search\" in query has an error: the text contains a NUL character",
        "GET|/blueprints?name=%%00||400|parameter \"name\" in query has an error: the text contains a NUL character",
        "GET|/blueprints?name=%%ff||200|",
        "PATCH|/blueprints/%s||405|method not allowed",
        "DELETE|/blueprints||405|method not allowed",
        "GET|/blueprints/||404|Not Found",
      })
  void what_cannot_be_is_told(String method, String path, String body, int status, String told) {
    String address = ApiCaller.BASE + path.formatted(UUID.randomUUID());

    Answer answer =
        ApiCaller.call(
            house
                .user
                .request(address)
                .header("Content-Type", "application/json")
                .method(
                    method,
                    body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.detail()).startsWith(told == null ? "" : told);
  }

  @Test
  void all_rules_that_a_body_breaks_are_told_at_once_and_nothing_is_kept() {
    ObjectNode request = request(" ");
    BlueprintCase.customizations(request).putArray("users").addObject().put("name", "");
    BlueprintCase.customizations(request).putArray("files").addObject().put("path", "/usr/<b>\"");

    Answer answer = house.user.post(BLUEPRINTS, request);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text())
        .isEqualTo(
            """
            {"errors":[{"detail":"the blueprint name must contain at least two characters","title":"blueprint name rule violation"},\
            {"detail":"missing user name","title":"user rule violation"},\
            {"detail":"file \\"/usr/<b>\\"\\": path \\"/usr/<b>\\"\\" is not allowed","title":"file rule violation"}]}
            """);
    assertThat(house.value("count(*)")).isEqualTo("0");
  }

  @Test
  void a_change_that_breaks_rules_changes_nothing() {
    String id = house.create(request("web"));

    Answer answer = house.user.put(BLUEPRINTS + "/" + id, request(" "));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(house.value("count(*)")).isEqualTo("1");
    assertThat(house.read(id).path("name").asText()).isEqualTo("web");
  }

  @Test
  void a_name_that_is_taken_is_told_whoever_wants_it() {
    house.create(request("web"));
    String other = house.create(request("db"));

    Answer created = house.user.post(BLUEPRINTS, request("web"));
    Answer changed = house.user.put(BLUEPRINTS + "/" + other, request("web"));

    for (Answer answer : List.of(created, changed)) {
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.text())
          .isEqualTo(
              "{\"errors\":[{\"detail\":\"A blueprint with the same name already exists.\",\"title\":\"Name not unique\"}]}\n");
    }
    assertThat(house.value("count(*)")).isEqualTo("2");
    new BlueprintCase(database).create(request("web"));
  }

  @Test
  void of_many_that_want_one_name_at_once_one_gets_it() throws Exception {
    List<Integer> statuses = atOnce(8, () -> house.user.post(BLUEPRINTS, request("web")));

    assertThat(statuses).containsOnly(201, 422);
    assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
    assertThat(house.value("count(*)")).isEqualTo("1");
  }

  @Test
  void changes_at_the_same_time_make_a_version_each() throws Exception {
    String id = house.create(request("web"));

    List<Integer> statuses = atOnce(8, () -> house.user.put(BLUEPRINTS + "/" + id, request("web")));

    assertThat(statuses).containsOnly(201);
    assertThat(house.value("string_agg(v.version::text, ',' ORDER BY v.version)"))
        .isEqualTo("1,2,3,4,5,6,7,8,9");
  }

  @Test
  void a_change_and_a_deletion_at_once_leave_nothing_half() throws Exception {
    String id = house.create(request("web"));
    List<Callable<Answer>> both =
        List.of(
            () -> house.user.put(BLUEPRINTS + "/" + id, request("web")),
            () -> house.user.delete(BLUEPRINTS + "/" + id));

    List<Integer> statuses = atOnce(both);

    assertThat(statuses.get(0)).isIn(201, 404);
    assertThat(statuses.get(1)).isEqualTo(204);
    JsonNode list = house.user.get(BLUEPRINTS).json();
    assertThat(list.at("/meta/count").asInt()).isZero();
  }

  private static List<Integer> atOnce(int times, Callable<Answer> call) throws Exception {
    return atOnce(java.util.Collections.nCopies(times, call));
  }

  private static List<Integer> atOnce(List<Callable<Answer>> calls) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> answer : callers.invokeAll(calls)) {
        statuses.add(answer.get().status());
      }
    }
    return statuses;
  }
}
