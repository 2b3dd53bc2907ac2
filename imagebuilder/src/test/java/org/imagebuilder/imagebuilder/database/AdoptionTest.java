package org.imagebuilder.imagebuilder.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.imagebuilder.imagebuilder.doubles.PredecessorDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program on a database that its predecessor has filled. */
@QuarkusTest
@QuarkusTestResource(ComposerResource.class)
@TestProfile(AdoptionTest.OnThePredecessorsDatabase.class)
class AdoptionTest {
  private static final String PREFIX = "00000000-0000-4000-8000-00000000000";

  /** As an operator would start it, with the predecessor's settings. */
  public static final class OnThePredecessorsDatabase implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      PostgresServer.Database database = PostgresServer.createDatabase();
      PredecessorDatabase.build(database);
      return Map.of(
          "quarkus.datasource.reactive.url", database.reactiveUrl(),
          "quarkus.datasource.username", database.user(),
          "quarkus.datasource.password", database.password(),
          "test.adopted", database.address().toString());
    }
  }

  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  @ConfigProperty(name = "test.adopted")
  String address;

  private final ApiCaller user = ApiCaller.of(PredecessorDatabase.ORGANISATION);

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @Test
  void every_row_of_the_last_weeks_is_listed_and_none_is_lost() {
    Answer list = user.get("/composes");

    assertThat(list.status()).isEqualTo(200);
    assertThat(list.json().at("/meta/count").asInt()).isEqualTo(9);
    assertThat(list.json().path("data")).hasSize(9);
    assertThat(database().value("SELECT count(*) FROM composes WHERE org_id = 'old-customer'"))
        .isEqualTo("11");
  }

  @Test
  void passwords_and_keys_of_old_rows_are_not_shown() {
    String list = user.get("/composes").text();

    assertThat(list)
        .doesNotContain("plain-password", "secret-key")
        .contains("\"hasPassword\":true");
  }

  @Test
  void a_row_without_image_requests_says_so() {
    JsonNode oldest = one("\"rhel-7\"");

    assertThat(oldest.path("request").has("image_requests")).isTrue();
    assertThat(oldest.at("/request/image_requests").isNull()).isTrue();
  }

  @Test
  void a_filter_of_image_types_knows_odd_rows_too() {
    JsonNode list = user.get("/composes?ignoreImageTypes=guest-image").json();

    assertThat(list.findValuesAsText("image_name")).containsExactly("of a blueprint", "odd");
    assertThat(list.at("/meta/count").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "3", "4", "5", "6", "7", "8", "a"})
  void the_status_of_an_old_compose_can_be_read(String last) {
    composer.status(
        java.util.UUID.fromString(PREFIX + last),
        "{\"status\": \"success\", \"image_status\": {\"status\": \"success\"}}");

    Answer answer = user.get("/composes/" + PREFIX + last);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/image_status/status").asText()).isEqualTo("success");
    assertThat(answer.json().path("request").isObject()).isTrue();
    assertThat(answer.text()).doesNotContain("plain-password");
  }

  @Test
  void what_was_deleted_stays_deleted() {
    assertThat(user.get("/composes/" + PREFIX + "9").status()).isEqualTo(404);
  }

  @Test
  void an_old_blueprint_can_be_listed_and_read_without_its_password() {
    JsonNode list = user.get("/blueprints").json();
    Answer blueprint = user.get("/blueprints/5c5b1c2e-0000-4000-8000-000000000001");

    assertThat(list.at("/data/0/name").asText()).isEqualTo("kept");
    assertThat(blueprint.status()).isEqualTo(200);
    assertThat(blueprint.json().path("distribution").asText()).isEqualTo("rhel-84");
    assertThat(blueprint.json().at("/customizations/users/0/hasPassword").asBoolean()).isTrue();
    assertThat(blueprint.text()).doesNotContain("plain");
  }

  @Test
  void old_rows_count_for_the_quota_as_they_did() {
    String count =
        database()
            .value(
                "SELECT sum(total) FROM compose_counts WHERE org_id = 'old-customer' AND hour > now() - interval '20 days'");

    assertThat(count).isEqualTo("10");
  }

  @Test
  void new_composes_stand_beside_the_old_ones() {
    ApiCaller other = ApiCaller.of("new-customer");

    Answer answer = other.compose(Examples.read("compose.request.debian-13.json"));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(other.get("/composes").json().at("/meta/count").asInt()).isEqualTo(1);
  }

  @Test
  void the_predecessor_can_go_on_with_its_database() {
    assertThat(database().value("SELECT string_agg(version::text, ',') FROM schema_version"))
        .isEqualTo("15");
    assertThat(
            database()
                .value(
                    "SELECT string_agg(column_name, ',' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = 'composes'"))
        .isEqualTo(
            "job_id,request,created_at,account_number,org_id,image_name,deleted,email,client_id,blueprint_version_id");
  }

  private PostgresServer.Database database() {
    return new PostgresServer.Database(URI.create(address));
  }

  private JsonNode one(String part) {
    for (JsonNode each : user.get("/composes").json().path("data")) {
      if (each.path("request").toString().contains(part)) {
        return each;
      }
    }
    throw new AssertionError("no compose has " + part);
  }
}
