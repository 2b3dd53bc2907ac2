package org.imagebuilder.imagebuilder.blueprints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.imagebuilder.blueprints.BlueprintCase.BLUEPRINTS;
import static org.imagebuilder.imagebuilder.blueprints.BlueprintCase.customizations;
import static org.imagebuilder.imagebuilder.blueprints.BlueprintCase.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class BlueprintPasswordsTest {
  private static final String PASSWORD = "correct horse";

  @DatabaseAddress String database;

  @SuppressWarnings("NullAway.Init")
  private BlueprintCase house;

  @BeforeEach
  void move() {
    house = new BlueprintCase(database);
  }

  @Test
  void a_password_is_kept_as_a_hash_and_never_shown() {
    String id = house.create(with("{'name':'a','password':'" + PASSWORD + "'},{'name':'b'}"));

    assertThat(house.read(id).at("/customizations/users").toString())
        .isEqualTo(
            "[{\"name\":\"a\",\"hasPassword\":true},{\"name\":\"b\",\"hasPassword\":false}]");
    assertThat(stored(1, 0, "password")).matches("\\$6\\$[./0-9A-Za-z]{16}\\$[./0-9A-Za-z]{86}");
  }

  @ParameterizedTest
  @CsvSource({"$6$abc$def", "$5$abc$def", "$2b$12$abc"})
  void a_hash_is_kept_as_it_is(String hash) {
    house.create(with("{'name':'a','password':'" + hash + "'}"));

    assertThat(stored(1, 0, "password")).isEqualTo(hash);
  }

  @Test
  void what_a_change_leaves_out_of_a_user_stays() {
    String id =
        house.create(with("{'name':'a','password':'" + PASSWORD + "','ssh_key':'k'},{'name':'b'}"));
    String hash = stored(1, 0, "password");

    change(id, "{'name':'b'},{'name':'a','groups':['wheel']}");

    assertThat(stored(2, 1, "password")).isEqualTo(hash);
    assertThat(stored(2, 1, "ssh_key")).isEqualTo("k");
    assertThat(house.read(id).at("/customizations/users/1/hasPassword").asBoolean()).isTrue();
    assertThat(house.read(id).at("/customizations/users/0/hasPassword").asBoolean()).isFalse();
  }

  @Test
  void what_a_change_empties_is_gone() {
    String id = house.create(with("{'name':'a','password':'" + PASSWORD + "','ssh_key':'k'}"));

    change(id, "{'name':'a','password':'','ssh_key':''}");

    assertThat(house.read(id).at("/customizations/users").toString())
        .isEqualTo("[{\"name\":\"a\",\"hasPassword\":false}]");
  }

  @Test
  void a_new_password_takes_the_place_of_the_old_one() {
    String id = house.create(with("{'name':'a','password':'" + PASSWORD + "'}"));

    change(id, "{'name':'a','password':'another'},{'name':'new','password':'new'}");

    assertThat(stored(2, 0, "password")).startsWith("$6$").isNotEqualTo(stored(1, 0, "password"));
    assertThat(stored(2, 1, "password")).startsWith("$6$");
  }

  @Test
  void a_user_that_a_change_leaves_out_is_gone_with_its_password() {
    String id = house.create(with("{'name':'a','password':'" + PASSWORD + "'}"));

    change(id, "");
    change(id, "{'name':'a'}");

    assertThat(house.read(id).at("/customizations/users/0/hasPassword").asBoolean()).isFalse();
  }

  @Test
  void what_was_read_can_be_sent_back_without_a_loss() {
    String id = house.create(with("{'name':'a','password':'" + PASSWORD + "','ssh_key':'k'}"));
    String hash = stored(1, 0, "password");
    ObjectNode read = (ObjectNode) house.read(id);
    read.remove("id");
    read.remove("lint");

    Answer answer = house.user.put(BLUEPRINTS + "/" + id, read);

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(stored(2, 0, "password")).isEqualTo(hash);
  }

  @Test
  void keys_of_registrations_stand_apart_from_what_others_read() {
    ObjectNode request = request("keys");
    registrations(customizations(request));

    String id = house.create(request);

    assertThat(house.value("v.body::text")).doesNotContain("secret-");
    assertThat(house.value("v.secrets::text")).contains("secret-key", "secret-callback");
    JsonNode read = house.read(id).path("customizations");
    assertThat(read.at("/subscription/activation-key").asText()).isEqualTo("secret-key");
    assertThat(read.at("/aap_registration/host_config_key").asText()).isEqualTo("secret-callback");
  }

  @Test
  void a_version_of_the_predecessor_has_its_keys_in_the_body() {
    ObjectNode request = request("old");
    registrations(customizations(request));
    String id = house.create(request);

    house
        .database()
        .execute(
            "UPDATE blueprint_versions SET secrets = NULL, body = jsonb_set(body || '{\"name\":\"x\"}',"
                + " '{customizations,subscription,activation-key}', '\"old-key\"')"
                + " WHERE blueprint_id = '"
                + id
                + "'");

    assertThat(house.read(id).at("/customizations/subscription/activation-key").asText())
        .isEqualTo("old-key");
    assertThat(house.read(id).path("name").asText()).isEqualTo("old");
  }

  private void change(String id, String users) {
    Answer answer = house.user.put(BLUEPRINTS + "/" + id, with(users));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  private String stored(int version, int user, String member) {
    return house
        .database()
        .value(
            "SELECT v.body->'customizations'->'users'->%d->>'%s' FROM blueprints b JOIN blueprint_versions v ON v.blueprint_id = b.id WHERE b.org_id = '%s' AND v.version = %d"
                .formatted(user, member, house.organisation, version));
  }

  private static ObjectNode with(String users) {
    ObjectNode request = request("web");
    try {
      ArrayNode list =
          (ArrayNode)
              new com.fasterxml.jackson.databind.ObjectMapper()
                  .readTree("[" + users.replace('\'', '"') + "]");
      customizations(request).set("users", list);
    } catch (com.fasterxml.jackson.core.JsonProcessingException failure) {
      throw new AssertionError(failure);
    }
    return request;
  }

  private static void registrations(ObjectNode customizations) {
    customizations
        .putObject("subscription")
        .put("organization", 7)
        .put("activation-key", "secret-key")
        .put("server-url", "s.example")
        .put("base-url", "https://b.example")
        .put("insights", false);
    customizations
        .putObject("aap_registration")
        .put("ansible_callback_url", "https://aap.example/")
        .put("host_config_key", "secret-callback");
  }
}
