package org.imagebuilder.composer.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.imagebuilder.composer.contracts.Operation;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.drills.DrillSize;
import org.imagebuilder.composer.listeners.AgentsDoor;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random calls of random operations, made from the contracts: whatever comes in, the answer is one
 * that the contract has. Not by jqwik, whose engine cannot start a program for its tests; each call
 * has a seed of its own instead, which a failure names.
 */
@Tag("drill")
@QuarkusTest
@TestProfile(DoorsProfile.class)
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class RandomCallsTest {
  private static final Logger LOG = Logger.getLogger(RandomCallsTest.class);
  private static final int CALLS = 1000;
  private static final int ENOUGH_FAULTS = 10;
  private static final ReplyCheck CHECK = new ReplyCheck();

  AgentsDoor agents;
  Database database;
  @TestHTTPResource URI main;

  private final List<String> faults = new ArrayList<>();
  private Doors doors;
  private Scene scene;
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

  @Test
  void whatever_is_asked_is_answered_as_the_contract_says() {
    long seed = Long.getLong("drill.seed", System.nanoTime());
    LOG.infof("Drills with -Ddrill.seed=%d", seed);
    List<Operation> operations = ServedContracts.all();

    for (int i = 0; i < DrillSize.times(CALLS) && faults.size() < ENOUGH_FAULTS; i++) {
      Random random = new Random(seed + i);
      Operation operation = operations.get(random.nextInt(operations.size()));
      // Half of all calls are for those that read a body.
      while (random.nextBoolean() && ServedContracts.requestSchema(operation).isEmpty()) {
        operation = operations.get(random.nextInt(operations.size()));
      }
      ask(call(operation, random), "-Ddrill.seed=" + (seed + i) + ": ");
    }

    assertThat(faults).isEmpty();
  }

  private void ask(Call call, String name) {
    String before = scene.written();
    Reply reply = doors.send(call);
    CHECK.faults(call, reply).forEach(fault -> faults.add(name + fault));
    String after = scene.written();
    if (reply.isRefusal() && !after.equals(before)) {
      faults.add(name + call + "\n  → " + reply.status() + ", and yet wrote " + after);
    }
    if (call.operation().id().equals("postCompose") && reply.status() == 201) {
      follow(reply.text("id"), name + call);
    }
    boolean leaseMayBeOver = List.of("updateJob", "handBackJob").contains(call.operation().id());
    boolean composeMayBeOver =
        List.of("postCancelCompose", "deleteCompose").contains(call.operation().id());
    if ((leaseMayBeOver || composeMayBeOver) && !reply.isRefusal()) {
      scene = new Scene(doors, database, "");
    }
  }

  /** What was accepted can be read and called off. */
  private void follow(String compose, String name) {
    for (String id : List.of("getComposeStatus", "getComposeMetadata", "postCancelCompose")) {
      Operation operation =
          ServedContracts.CLOUD.operations().stream()
              .filter(each -> each.id().equals(id))
              .findFirst()
              .orElseThrow();
      Call next = Call.of(operation, Scene.path(operation, Map.of("id", compose)));
      Reply reply = doors.send(next);
      CHECK.faults(next, reply).forEach(fault -> faults.add(name + "\n then " + fault));
      if (reply.status() != 200 && !id.equals("getComposeMetadata")) {
        faults.add(name + "\n  then " + next + "\n  → " + reply.status() + " " + reply.text());
      }
    }
  }

  private Call call(Operation operation, Random random) {
    Map<String, String> ids = scene.ids(operation);
    if (random.nextInt(4) == 0) {
      ids.replaceAll((name, good) -> oddId(random));
    }
    Call call = Call.of(operation, Scene.path(operation, ids));
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : operation.parameters()) {
      String value = value(parameter, random);
      String name = parameter.path("name").asText();
      if (random.nextBoolean() && parameter.path("in").asText().equals("header")) {
        call = call.withHeader(name, value);
      } else if (random.nextBoolean() && parameter.path("in").asText().equals("query")) {
        query.add(name + "=" + value.replaceAll("[^a-zA-Z0-9.-]", "%20"));
      }
    }
    if (!query.isEmpty()) {
      call =
          new Call(
              operation,
              call.method(),
              call.path() + "?" + String.join("&", query),
              call.headers(),
              call.body());
    }
    JsonNode schema = ServedContracts.requestSchema(operation).orElse(null);
    return schema == null ? call : call.withJson(body(operation, schema, random));
  }

  private static String body(Operation operation, JsonNode schema, Random random) {
    List<JsonNode> examples = ServedContracts.examples(operation);
    JsonNode body =
        random.nextBoolean()
            ? examples.get(random.nextInt(examples.size())).deepCopy()
            : new SchemaWalk(operation.contract(), random).value(schema);
    for (int i = random.nextInt(3); i > 0; i--) {
      List<String> places = OddBodies.places(body, "");
      if (!places.isEmpty()) {
        OddBodies.replace(body, places.get(random.nextInt(places.size())), SchemaWalk.odd(random));
      }
    }
    return body.toString();
  }

  private static String oddId(Random random) {
    List<String> odd =
        List.of("%00", "..%2fx", "1-1-1-1-1", "x", "0", "4", "centos-9", "%ff", "a%20b");
    return random.nextBoolean()
        ? new UUID(random.nextLong(), random.nextLong()).toString()
        : odd.get(random.nextInt(odd.size()));
  }

  private static String value(JsonNode parameter, Random random) {
    JsonNode example = parameter.path("schema").path("example");
    List<String> values =
        List.of(
            example.asText("x"),
            Integer.toString(random.nextInt(200)),
            "interactive",
            "bytes=0-1",
            "bytes 0-1/2",
            "\"a\"",
            "x".repeat(random.nextInt(300)));
    return values.get(random.nextInt(values.size()));
  }
}
