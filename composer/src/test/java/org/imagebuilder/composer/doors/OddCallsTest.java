package org.imagebuilder.composer.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.imagebuilder.composer.contracts.Operation;
import org.imagebuilder.composer.database.PostgresResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation is called wrongly in every way that we know, and answers as its contract says:
 * never with a fault of the server, and a refusal leaves nothing behind.
 */
@QuarkusTest
@TestProfile(DoorsProfile.class)
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class OddCallsTest extends OddCalls {
  @ParameterizedTest
  @MethodSource(ALL)
  void a_method_that_the_path_does_not_have_is_refused_with_those_that_it_has(Operation operation) {
    Set<String> known =
        operation.contract().operations().stream()
            .filter(each -> each.path().equals(operation.path()))
            .map(each -> each.method().toUpperCase(Locale.ROOT))
            .collect(Collectors.toSet());
    for (String method :
        List.of("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get", "X-1")) {
      Reply reply =
          known.contains(method) ? null : send(call(operation).withMethod(method), Set.of(405));

      if (reply != null
          && !Arrays.asList(reply.header("Allow").split(", ", -1)).containsAll(known)) {
        faults.add(method + " " + operation.path() + " allows " + reply.header("Allow"));
      }
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(WITH_IDS)
  void an_id_that_is_none_is_refused(Operation operation) {
    for (String odd :
        List.of(
            "1-1-1-1-1",
            "%00",
            "..%2f",
            "..%2f..%2fx",
            "%2e%2e",
            "..",
            "%ff",
            "%c3%28",
            "%20",
            "%0a",
            "-1",
            "0",
            "null",
            "99999999999999999999999",
            "x".repeat(1500),
            "{id}".replace("{", "%7b").replace("}", "%7d"),
            "%25",
            "a%3fb",
            "00000000-0000-0000-0000-00000000000g",
            "0000000000000000000000000000000000000",
            "%e2%80%ae",
            "*",
            ";x=1")) {
      for (String name : parameters(operation)) {
        send(call(operation, Map.of(name, odd)), refusalsOrWords(operation, name));
      }
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(WITH_IDS)
  void an_id_that_nobody_gave_is_not_found(Operation operation) {
    for (String name : parameters(operation)) {
      for (String unknown :
          List.of(
              UUID.randomUUID().toString(),
              "00000000-0000-0000-0000-000000000000",
              "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
              scene.otherJob())) {
        send(call(operation, Map.of(name, unknown)), refusalsOrWords(operation, name));
      }
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(WITH_IDS)
  void an_id_that_is_left_out_leads_nowhere(Operation operation) {
    for (String name : parameters(operation)) {
      String path = call(operation, Map.of(name, "")).path();
      boolean another = path.endsWith("/composes/") || path.endsWith("/errors/");
      if (!another) {
        send(new Call(operation, "GET", path, List.of(), Buffer.buffer()), Set.of(400, 404, 405));
      }
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void odd_queries_and_headers_are_answered(Operation operation) {
    List<String> odd =
        List.of(
            "", " ", "x", "-1", "99999999999999999999", "1.5", "\"", "bytes=9-1", "x".repeat(1500));
    for (JsonNode parameter : operation.parameters()) {
      for (String value : odd) {
        Call call = goodCall(operation);
        String name = parameter.path("name").asText();
        if (parameter.path("in").asText().equals("header")) {
          send(call.withHeader(name, value), Set.of());
        } else if (parameter.path("in").asText().equals("query")) {
          String query = name + "=" + value.replace(" ", "%20").replace("\"", "%22");
          send(at(call, "?" + query), Set.of());
          send(at(call, "?" + query + "&" + query), Set.of());
          send(at(call, "?" + name + "=%00"), Set.of());
          send(at(call, "?" + name + "=%ff"), Set.of());
          send(at(call, "?" + name), Set.of());
        }
      }
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void what_no_operation_knows_does_not_disturb(Operation operation) {
    Call good = goodCall(operation);
    send(at(good, "?unheard=%00&of"), Set.of());
    send(good.withHeader("Accept", "text/html"), Set.of());
    send(good.withHeader("Accept", "nonsense"), Set.of());
    send(good.withHeader("Accept-Language", "*;q=x"), Set.of());
    send(good.withHeader("Accept-Encoding", "x;q=y, br"), Set.of());
    send(good.withHeader("Cookie", "=;;=\""), Set.of());
    send(good.withHeader("Authorization", "Bearer"), Set.of());

    assertThat(faults).isEmpty();
  }
}
