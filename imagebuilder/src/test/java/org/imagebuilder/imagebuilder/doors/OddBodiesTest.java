package org.imagebuilder.imagebuilder.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doors.OddBodies.Odd;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation that reads a body gets bodies that are wrong in every way that we know: it
 * answers as its contract says, and a refusal leaves nothing behind.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class OddBodiesTest extends OddCalls {
  private static final ObjectMapper READER = new ObjectMapper();
  private static final int SOME = 60;
  private static final Set<String> PRESET = ServedContract.DOCUMENT.namesWithDefaults();

  @ParameterizedTest
  @MethodSource(DOORS + "withBodies")
  void a_body_that_does_not_say_that_it_is_JSON_is_refused(Door door) {
    begin(door);
    String path = door.at(scene.values(door));
    String good = door.examples().getFirst().toString();
    for (String type :
        List.of(
            "text/plain",
            "text/json",
            "application/xml",
            "application/jsonp",
            "application/*",
            "*/*",
            "application/json, text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "json",
            "/",
            ";")) {
      Answer answer = send(door, path, type, text(good), type);
      expect(answer, Set.of(400), door, path, type);
    }
    expect(send(door, path, null, text(good), ""), Set.of(400), door, path, "no media type");
    String latin = "application/json; charset=latin1";
    expect(send(door, path, latin, text(good), latin), Set.of(415), door, path, latin);
    nothingStored();

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(DOORS + "withBodies")
  void a_body_that_is_no_object_of_JSON_is_refused(Door door) {
    begin(door);
    String path = door.at(scene.values(door));
    for (String body : OddBodies.malformed(door.examples().getFirst())) {
      expect(send(door, path, body), Set.of(400), door, path, shown(body));
    }
    byte[] noText = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};
    Answer answer = send(door, path, JSON, BodyPublishers.ofByteArray(noText), "no UTF-8");
    expect(answer, Set.of(400), door, path, "no UTF-8");
    nothingStored();

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(DOORS + "withBodies")
  void a_body_that_is_missing_is_refused_where_one_is_needed(Door door) {
    String path = door.at(scene.values(door));

    Answer answer = send(door, path, null);

    expect(answer, door.needsBody() ? Set.of(400) : Set.of(200, 201, 204), door, path, "no body");
    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(DOORS + "withBodies")
  void a_member_that_does_not_fit_is_refused(Door door) {
    judge(door, OddBodies.withOddMembers(door.examples()));

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(DOORS + "withBodies")
  void a_member_that_is_unheard_of_is_refused_where_the_contract_is_closed(Door door) {
    judge(door, OddBodies.withUnknownMembers(door.examples()));

    assertThat(faults).isEmpty();
  }

  /** What the schema refuses is refused; what it allows may still be no sense. */
  private void judge(Door door, List<Odd> bodies) {
    begin(door);
    String path = door.at(scene.values(door));
    List<Odd> allowed = bodies.stream().filter(body -> !isForbidden(door, body)).toList();
    for (Odd body : bodies) {
      if (!allowed.contains(body)) {
        expect(send(door, path, body.text()), Set.of(400), door, path, shown(body.text()));
      }
    }
    nothingStored();
    // These may be carried out, which takes its time; a part of them has to do.
    int step = Math.max(1, allowed.size() / SOME);
    for (int i = 0; i < allowed.size(); i += step) {
      String before = scene.rows();
      String body = withNewName(allowed.get(i).text(), door);
      Answer answer = send(door, path, body);
      if (answer.status() >= 400 && !scene.rows().equals(before)) {
        faults.add("refused, and yet stored: " + shown(body));
      }
    }
  }

  // Names are given once; what is taken under this one must not be refused under the next for it.
  private static String withNewName(String body, Door door) {
    String name = door.examples().getFirst().path("name").asText();
    return name.isEmpty()
        ? body
        : body.replace("\"name\":\"" + name, "\"name\":\"" + UUID.randomUUID());
  }

  private static boolean isForbidden(Door door, Odd body) {
    if (body.isUnstorable()) {
      return true;
    }
    if (body.isAbsent() && PRESET.contains(body.member())) {
      return false;
    }
    try {
      JsonNode tree = READER.readTree(body.text());
      return door.bodySchema().stream()
          .anyMatch(schema -> !ServedContract.DOCUMENT.faults(schema, tree).isEmpty());
    } catch (JsonProcessingException e) {
      return true;
    }
  }
}
