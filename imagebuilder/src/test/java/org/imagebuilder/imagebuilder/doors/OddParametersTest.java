package org.imagebuilder.imagebuilder.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation with parameters that are wrong in all ways that we know. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class OddParametersTest extends OddCalls {
  private static final String ID = UUID.randomUUID().toString();

  /** Nothing that a path could have as an id or a name, encoded. */
  private static final List<String> ODD_WORDS =
      List.of(
          "x",
          "0",
          "-1",
          "null",
          "%00",
          "%20",
          "..",
          "%2e%2e",
          "%2F",
          "a%2Fb",
          "%FF",
          "%C3%A9",
          "%7B%7D",
          "*",
          "'",
          "%22",
          "%5C",
          "~",
          "x".repeat(1000),
          "%E2%80%AE",
          "a;b=c");

  private static final List<String> ODD_IDS =
      List.of(
          ID + "0",
          ID.substring(1),
          ID.replace('-', '+'),
          ID + "%20",
          "%20" + ID,
          ID + "%00",
          "%7B" + ID,
          ID + "%7D",
          "urn:uuid:" + ID + "x",
          "urn:uuid:",
          ID + "," + ID,
          ID.replace('-', '/'),
          "g" + ID.substring(1));

  /** Where there is another path behind a dot or a slash, it may not know the method. */
  private static final Set<Integer> REFUSALS = Set.of(400, 404, 405);

  @ParameterizedTest
  @MethodSource(DOORS + "withPathParameters")
  void a_path_that_names_nothing_is_refused(Door door) {
    begin(door);
    for (JsonNode parameter : door.parameters("path")) {
      String name = parameter.path("name").asText();
      List<String> words = new ArrayList<>(ODD_WORDS);
      if (parameter.at("/schema/format").asText().equals("uuid")) {
        words.addAll(ODD_IDS);
      }
      for (String word : words) {
        Map<String, String> values = scene.values(door);
        values.put(name, word);
        String path = door.at(values);
        expect(send(door, path, goodBody(door)), REFUSALS, door, path, "");
      }
    }
    nothingStored();

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(DOORS + "withQueryParameters")
  void a_query_that_the_contract_forbids_is_refused(Door door) {
    begin(door);
    for (JsonNode parameter : door.parameters("query")) {
      String name = parameter.path("name").asText();
      for (String odd : forbidden(parameter)) {
        String path = at(door, name, odd);
        expect(send(door, path, goodBody(door)), Set.of(400), door, path, "");
      }
    }
    nothingStored();

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(DOORS + "withQueryParameters")
  void a_query_that_makes_no_sense_is_answered(Door door) {
    for (JsonNode parameter : door.parameters("query")) {
      String name = parameter.path("name").asText();
      for (String odd :
          List.of(
              "",
              "%00",
              "a%00b",
              "%FF",
              "%ED%A0%80",
              "'",
              "%25%5F",
              "x".repeat(2000),
              "x&" + name + "=y",
              "[",
              "%E2%80%AE",
              "%0A")) {
        String path = at(door, name, odd);
        Answer answer = send(door, path, goodBody(door));
        expect(answer, Set.of(200, 201, 400, 403, 404), door, path, "");
      }
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(DOORS + "all")
  void a_method_that_the_path_does_not_know_is_refused(Door door) {
    begin(door);
    String path = door.at(scene.values(door));
    for (String method : List.of("PATCH", "TRACE", "MKCOL", "get")) {
      Door wrong = new Door(door.contract(), door.path(), method, door.shared(), door.node());
      expect(send(wrong, path, null), Set.of(405), wrong, path, "");
    }
    nothingStored();

    assertThat(faults).isEmpty();
  }

  /** The path with this value of one parameter, and good ones for those that are required. */
  private String at(Door door, String name, String value) {
    StringBuilder path = new StringBuilder(door.at(scene.values(door)));
    path.append('?').append(name).append('=').append(value);
    for (JsonNode other : door.parameters("query")) {
      String word = other.path("name").asText();
      if (other.path("required").asBoolean() && !word.equals(name)) {
        JsonNode schema = door.contract().resolved(other.path("schema"));
        String example = schema.path("example").asText(schema.at("/enum/0").asText("a"));
        path.append('&').append(word).append('=').append(example);
      }
    }
    return path.toString();
  }

  /** Values that the parameter's schema does not allow. */
  private static List<String> forbidden(JsonNode parameter) {
    ServedContract contract = ServedContract.DOCUMENT;
    JsonNode schema = contract.resolved(parameter.path("schema"));
    JsonNode item = contract.resolved(schema.path("items"));
    List<String> odd = new ArrayList<>();
    if (schema.path("type").asText().equals("integer")) {
      odd.addAll(List.of("", "x", "1.5", "1e1", "%201", "0x1", "99999999999999999999", "true"));
      odd.add("1&" + parameter.path("name").asText() + "=2");
      if (schema.has("minimum")) {
        odd.add(Long.toString(schema.path("minimum").asLong() - 1));
      }
      if (schema.has("maximum")) {
        odd.add(Long.toString(schema.path("maximum").asLong() + 1));
      }
    } else if (schema.has("enum") || item.has("enum")) {
      JsonNode known = schema.has("enum") ? schema.path("enum") : item.path("enum");
      odd.addAll(List.of("", "x", "%00", known.get(0).asText() + "%20"));
      odd.add(known.get(0).asText() + "," + known.get(known.size() - 1).asText());
      if (item.has("enum")) {
        odd.add(known.get(0).asText() + "&" + parameter.path("name").asText() + "=x");
      }
    }
    return odd;
  }
}
