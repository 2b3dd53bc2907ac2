package org.imagebuilder.composer.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.imagebuilder.composer.contracts.Operation;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
class OddCallsTest {
  private static final String ALL = "org.imagebuilder.composer.doors.ServedContracts#operations";
  private static final String WITH_BODIES = ALL + "WithBodies";
  private static final String WITH_IDS = ALL + "WithPathParameters";
  private static final int SLOW_SECONDS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ReplyCheck CHECK = new ReplyCheck();

  @Inject WorkerListener listener;
  @Inject Database database;
  @TestHTTPResource URI main;

  private final List<String> faults = new ArrayList<>();
  private Doors doors;
  private Scene scene;
  private PackagesWorker worker;

  @BeforeEach
  void begin() {
    doors = new Doors(main, listener.origin());
    scene = new Scene(doors, database, "");
    worker = new PackagesWorker(doors);
  }

  @AfterEach
  void end() throws InterruptedException {
    worker.close();
    doors.close();
  }

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
  @MethodSource(WITH_BODIES)
  void a_body_that_does_not_say_that_it_is_JSON_is_refused(Operation operation) {
    Buffer good = Buffer.buffer(example(operation).toString());
    Call bare = call(operation).withBody(good);

    send(bare, Set.of(400, 415));
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
            "multipart/form-data; boundary=x",
            "json",
            "/",
            ";")) {
      send(bare.withHeader("Content-Type", type), Set.of(400, 415));
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(WITH_BODIES)
  void a_body_that_is_no_JSON_is_refused(Operation operation) {
    for (Buffer body : OddBodies.malformed(example(operation))) {
      send(call(operation).withHeader("Content-Type", Call.JSON).withBody(body), Set.of(400));
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(WITH_BODIES)
  void a_body_of_another_kind_is_refused(Operation operation) {
    for (String body : OddBodies.OTHER_KINDS) {
      send(call(operation).withJson(body), Set.of(400));
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(WITH_BODIES)
  void a_body_that_two_readers_could_understand_differently_is_answered(Operation operation) {
    for (String body : OddBodies.suspicious(example(operation))) {
      send(call(operation).withJson(body), Set.of());
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(WITH_BODIES)
  void a_member_that_does_not_fit_is_refused(Operation operation) {
    // Each result that is taken needs another lease.
    List<String> values =
        operation.id().equals("updateJob") ? OddBodies.SOME_ODD_VALUES : OddBodies.ODD_VALUES;
    OddBodies.withOddMembers(ServedContracts.examples(operation), values)
        .forEach(body -> judge(operation, body));

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(WITH_BODIES)
  void a_member_that_is_needed_or_unheard_of_is_refused(Operation operation) {
    List<JsonNode> examples = ServedContracts.examples(operation);
    OddBodies.withoutMembers(examples).forEach(body -> judge(operation, body));
    OddBodies.withUnknownMembers(examples).forEach(body -> judge(operation, body));

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

  /** What the schema refuses is refused; what it allows may still be no sense. */
  private void judge(Operation operation, String body) {
    JsonNode tree = tree(body);
    // Agents may say null for what they leave out.
    boolean isWrong =
        ServedContracts.isCloud(operation) && (tree == null || !CHECK.isAllowed(operation, tree));
    send(call(operation).withJson(body), isWrong ? Set.of(400) : Set.of());
  }

  private Reply send(Call call, Set<Integer> statuses) {
    String before = scene.written();
    long begin = System.nanoTime();
    Reply reply = doors.send(call);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
    if (seconds > SLOW_SECONDS) {
      faults.add(call + "\n  → " + reply.status() + " after " + seconds + " seconds");
    }
    faults.addAll(CHECK.faults(call, reply));
    if (!statuses.isEmpty() && !statuses.contains(reply.status())) {
      faults.add(
          call + "\n  → " + reply.status() + " and not one of " + statuses + " " + reply.text());
    }
    String after = scene.written();
    if (reply.isRefusal() && !after.equals(before)) {
      faults.add(call + "\n  → " + reply.status() + ", and yet wrote: " + before + " → " + after);
    }
    boolean leaseIsOver = call.method().equals("PATCH") || call.method().equals("DELETE");
    if (leaseIsOver && !reply.isRefusal() && !ServedContracts.isCloud(call.operation())) {
      lookAtCompose();
      scene = new Scene(doors, database, "");
    }
    return reply;
  }

  /** Whatever an agent said: who asks for the compose gets an answer. */
  private void lookAtCompose() {
    for (Operation operation : ServedContracts.CLOUD.operations()) {
      if (operation.method().equals("get") && operation.path().startsWith("/composes/{id}")) {
        Call question = call(operation);
        faults.addAll(CHECK.faults(question, doors.send(question)));
      }
    }
  }

  private Call call(Operation operation) {
    return Call.of(operation, scene.path(operation));
  }

  private Call call(Operation operation, Map<String, String> other) {
    Map<String, String> ids = scene.ids(operation);
    ids.putAll(other);
    Call call = Call.of(operation, Scene.path(operation, ids));
    return operation.json("request").isPresent()
        ? call.withJson(example(operation).toString())
        : call;
  }

  private Call goodCall(Operation operation) {
    return call(operation, Map.of());
  }

  private static Call at(Call call, String query) {
    return new Call(
        call.operation(), call.method(), call.path() + query, call.headers(), call.body());
  }

  private static JsonNode example(Operation operation) {
    return ServedContracts.examples(operation).getFirst();
  }

  /** Names of files and of error numbers are words, which odd ones may be, too. */
  private static Set<Integer> refusalsOrWords(Operation operation, String name) {
    boolean isWord = name.equals("name") || operation.path().startsWith("/errors");
    // Dots lead to another path, which may not have the method.
    return isWord ? Set.of() : Set.of(400, 404, 405);
  }

  private static List<String> parameters(Operation operation) {
    return operation.parameters().stream()
        .filter(parameter -> parameter.path("in").asText().equals("path"))
        .map(parameter -> parameter.path("name").asText())
        .toList();
  }

  /** Nothing where a reader that knows no bounds does not get through. */
  private static @Nullable JsonNode tree(String body) {
    try {
      JsonNode tree = JSON.readTree(body);
      boolean hasInfinity =
          OddBodies.places(tree, "").stream()
              .map(tree::at)
              .anyMatch(each -> each.isDouble() && !Double.isFinite(each.asDouble()));
      return hasInfinity ? null : tree;
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
