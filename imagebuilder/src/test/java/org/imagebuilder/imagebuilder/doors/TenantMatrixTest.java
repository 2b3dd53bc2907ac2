package org.imagebuilder.imagebuilder.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What others have looks as if it did not exist, to every operation of the contract. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class TenantMatrixTest {
  private static final String DOORS = "org.imagebuilder.imagebuilder.doors.ServedContract#";

  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  private final Scene scene = new Scene();
  private final ApiCaller stranger = ApiCaller.of("org-" + UUID.randomUUID());

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @ParameterizedTest
  @MethodSource(DOORS + "withPathParameters")
  void an_id_of_others_is_answered_as_one_of_nobody(Door door) {
    Map<String, String> values = scene.values(door);
    List<String> names =
        door.names("path").stream().filter(name -> scene.owned(door, name).isPresent()).toList();
    String before = scene.seen() + scene.rows();
    List<String> differences = new ArrayList<>();

    for (String name : names) {
      Answer others = call(door, values);
      String nobodys = UUID.randomUUID().toString();
      Answer unknown = call(door, with(values, name, nobodys));
      String told = others.text().replace(values.getOrDefault(name, ""), nobodys);
      if (others.status() != 404
          || unknown.status() != 404
          || !told.equals(unknown.text())
          || !headers(others).equals(headers(unknown))) {
        differences.add(others.status() + told + " ≠ " + unknown.status() + unknown.text());
      }
    }

    assertThat(differences).isEmpty();
    assertThat(scene.seen() + scene.rows()).isEqualTo(before).doesNotContain("404 ");
  }

  @Test
  void most_operations_that_take_an_id_are_in_the_matrix() {
    List<String> covered =
        ServedContract.withPathParameters()
            .map(named -> named.getPayload())
            .filter(
                door ->
                    door.names("path").stream()
                        .anyMatch(name -> scene.owned(door, name).isPresent()))
            .map(Door::toString)
            .toList();

    assertThat(covered)
        .contains(
            "GET /composes/{composeId}",
            "DELETE /composes/{composeId}",
            "GET /composes/{composeId}/metadata");
  }

  @ParameterizedTest
  @MethodSource(DOORS + "all")
  void a_list_shows_nothing_that_others_have(Door door) {
    ServedContract.withPathParameters().forEach(each -> scene.values(each.getPayload()));
    if (!door.method().equals("GET") || !door.names("path").isEmpty()) {
      return;
    }
    List<String> ids =
        ServedContract.withPathParameters()
            .flatMap(
                each ->
                    each.getPayload().names("path").stream()
                        .flatMap(name -> scene.owned(each.getPayload(), name).stream()))
            .distinct()
            .toList();

    Answer answer = call(door, Map.of());

    assertThat(ids).isNotEmpty().noneMatch(id -> answer.text().contains(id));
  }

  private Answer call(Door door, Map<String, String> values) {
    HttpRequest.Builder request = stranger.request(ApiCaller.BASE + door.at(values));
    if (door.takesBody()) {
      request.header("Content-Type", "application/json");
    }
    return ApiCaller.call(
        request.method(
            door.method(),
            door.takesBody()
                ? BodyPublishers.ofString(door.examples().getFirst().toString())
                : BodyPublishers.noBody()));
  }

  private static Map<String, String> with(Map<String, String> values, String name, String value) {
    Map<String, String> changed = new java.util.HashMap<>(values);
    changed.put(name, value);
    return changed;
  }

  private static List<String> headers(Answer answer) {
    return answer.response().headers().map().keySet().stream().sorted().toList();
  }
}
