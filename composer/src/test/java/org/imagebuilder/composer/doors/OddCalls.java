package org.imagebuilder.composer.doors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.imagebuilder.composer.contracts.Operation;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.listeners.AgentsDoor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Sends odd calls to every operation, and looks at each answer and at what it left behind. */
@SuppressWarnings("NullAway.Init")
abstract class OddCalls {
  static final String ALL = "org.imagebuilder.composer.doors.ServedContracts#operations";
  static final String WITH_BODIES = ALL + "WithBodies";
  static final String WITH_IDS = ALL + "WithPathParameters";

  private static final int SLOW_SECONDS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ReplyCheck CHECK = new ReplyCheck();

  AgentsDoor agents;
  Database database;
  @TestHTTPResource URI main;

  final List<String> faults = new ArrayList<>();
  private Doors doors;
  Scene scene;
  private PackagesWorker worker;

  @BeforeEach
  void begin() {
    doors = new Doors(main, agents.origin());
    scene = new Scene(doors, database, "");
    worker = new PackagesWorker(doors);
  }

  @AfterEach
  void end() throws InterruptedException {
    worker.close();
    doors.close();
  }

  /** What the schema refuses is refused; what it allows may still be no sense. */
  final void judge(Operation operation, String body) {
    JsonNode tree = tree(body);
    // Agents may say null for what they leave out.
    boolean isWrong =
        ServedContracts.isCloud(operation) && (tree == null || !CHECK.isAllowed(operation, tree));
    send(call(operation).withJson(body), isWrong ? Set.of(400) : Set.of());
  }

  final Reply send(Call call, Set<Integer> statuses) {
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
  final void lookAtCompose() {
    for (Operation operation : ServedContracts.CLOUD.operations()) {
      if (operation.method().equals("get") && operation.path().startsWith("/composes/{id}")) {
        Call question = call(operation);
        faults.addAll(CHECK.faults(question, doors.send(question)));
      }
    }
  }

  final Call call(Operation operation) {
    return Call.of(operation, scene.path(operation));
  }

  final Call call(Operation operation, Map<String, String> other) {
    Map<String, String> ids = scene.ids(operation);
    ids.putAll(other);
    Call call = Call.of(operation, Scene.path(operation, ids));
    return operation.json("request").isPresent()
        ? call.withJson(example(operation).toString())
        : call;
  }

  final Call goodCall(Operation operation) {
    return call(operation, Map.of());
  }

  static Call at(Call call, String query) {
    return new Call(
        call.operation(), call.method(), call.path() + query, call.headers(), call.body());
  }

  static JsonNode example(Operation operation) {
    return ServedContracts.examples(operation).getFirst();
  }

  /** Names of files and of error numbers are words, which odd ones may be, too. */
  static Set<Integer> refusalsOrWords(Operation operation, String name) {
    boolean isWord = name.equals("name") || operation.path().startsWith("/errors");
    // Dots lead to another path, which may not have the method.
    return isWord ? Set.of() : Set.of(400, 404, 405);
  }

  static List<String> parameters(Operation operation) {
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
