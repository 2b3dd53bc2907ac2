package org.imagebuilder.imagebuilder.blueprints;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.jspecify.annotations.Nullable;

/** An organisation of its own with its blueprints, and a look into the tables. */
final class BlueprintCase {
  static final String BLUEPRINTS = "/blueprints";

  final String organisation = "org-" + UUID.randomUUID();
  final ApiCaller user = ApiCaller.of(organisation);
  private final String database;

  BlueprintCase(String database) {
    this.database = database;
  }

  /** A request that is good, under the name. */
  static ObjectNode request(String name) {
    return Examples.read("create-blueprint.request.json").put("name", name);
  }

  static ObjectNode customizations(ObjectNode request) {
    return (ObjectNode) request.path("customizations");
  }

  String create(JsonNode request) {
    return id(user.post(BLUEPRINTS, request));
  }

  String id(Answer kept) {
    assertThat(kept.status()).as(kept.text()).isEqualTo(201);
    return UUID.fromString(kept.json().path("id").asText()).toString();
  }

  JsonNode read(String id) {
    Answer answer = user.get(BLUEPRINTS + "/" + id);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  /** Asks for the blueprint's images; null is no body at all. */
  Answer compose(String id, @Nullable String body) {
    return user.post(
        BLUEPRINTS + "/" + id + "/compose",
        "application/json",
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  static List<String> composed(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().findValuesAsText("id");
  }

  /** One value of the rows in blueprints and blueprint_versions. */
  String value(String expression) {
    return database()
        .value(
            "SELECT "
                + expression
                + " FROM blueprints b JOIN blueprint_versions v ON v.blueprint_id = b.id"
                + " WHERE b.org_id = '"
                + organisation
                + "'");
  }

  PostgresServer.Database database() {
    return new PostgresServer.Database(URI.create(database));
  }
}
