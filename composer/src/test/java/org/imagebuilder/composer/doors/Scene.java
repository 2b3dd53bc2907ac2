package org.imagebuilder.composer.doors;

import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.imagebuilder.composer.contracts.ExampleFile;
import org.imagebuilder.composer.contracts.Operation;
import org.imagebuilder.composer.database.Database;

/**
 * What calls need to be about something: a compose whose first job an agent holds, and that agent.
 */
final class Scene {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int POLLS = 100;
  private static final String COMPOSE =
      """
      {"distribution": "debian-13",
       "image_request": {"architecture": "x86_64", "image_type": "guest-image",
         "repositories": [], "upload_options": {"region": "eu-west-1"}}}
      """;

  private static final String WORKER =
      """
      {"arch": "x86_64",
       "capabilities": ["depsolve", "search-packages", "debian-search", "rpm-manifest", "debian-manifest"]}
      """;

  private final Doors doors;
  private final Database database;
  private final String authorization;
  private final String compose;
  private final String token;
  private final String worker;
  private final String plan;

  /** Everything belongs to whom this header names; without one, to nobody in particular. */
  Scene(Doors doors, Database database, String authorization) {
    this.doors = doors;
    this.database = database;
    this.authorization = authorization;
    this.compose = made("postCompose", "/compose", COMPOSE).text("id");
    lease("debian-manifest").ifPresent(this::finishManifest);
    // Nobody else here does jobs of this type, but somebody else may be at the manifest still.
    String location =
        Stream.generate(() -> lease("debian-image"))
            .limit(POLLS)
            .flatMap(Optional::stream)
            .findFirst()
            .orElseThrow();
    this.token = location.substring(location.lastIndexOf('/') + 1);
    // Able to do what people wait for, or nobody would be let wait.
    this.worker = made("registerWorker", "/workers", WORKER).text("worker_id");
    this.plan =
        one(
            "select plan_id::text as it from jobs where token = $1",
            Tuple.of(UUID.fromString(token)));
    // A lease that was heard of once is good for longer than any test takes.
    doors.send(authorized(Call.of(operation("getJob"), location)));
  }

  /** The path of this operation for what is here, encoded. */
  String path(Operation operation) {
    return path(operation, ids(operation));
  }

  /** The same with other values for the parameters. */
  static String path(Operation operation, Map<String, String> values) {
    String path = ServedContracts.base(operation.contract()) + operation.path();
    for (Map.Entry<String, String> value : values.entrySet()) {
      path = path.replace("{" + value.getKey() + "}", value.getValue());
    }
    return path;
  }

  /** Values of all path parameters. */
  Map<String, String> ids(Operation operation) {
    Map<String, String> ids = new HashMap<>(Map.of("distro", "centos-9", "name", "disk.img"));
    ids.put("token", token);
    ids.put("worker_id", worker);
    ids.put("id", operation.path().startsWith("/errors") ? "5" : compose);
    return ids;
  }

  /** A job of the compose that is not the compose. */
  String otherJob() {
    return one(
        "select id::text as it from jobs where plan_id = $1 and id <> $1 limit 1",
        Tuple.of(UUID.fromString(compose)));
  }

  /** Changes when anything is written that a refusal must not write. */
  String written() {
    return one(
        """
        select concat_ws(' ',
          'composes', (select count(*) from composes), 'clones', (select count(*) from clones),
          'jobs', (select count(*) from jobs),
          'ended', (select count(*) from jobs where plan_id = $2 and finished_at is not null),
          'artifacts', (select count(*) from artifacts), 'workers', (select count(*) from workers),
          'lease', (select concat(cancelled, partial) from job_leases where token = $1)) as it
        """,
        Tuple.of(UUID.fromString(token), UUID.fromString(plan)));
  }

  /** The location of a job, unless there is none of this type. */
  private Optional<String> lease(String type) {
    String body = "{\"types\": [\"" + type + "\"], \"arch\": \"x86_64\"}";
    Reply reply = doors.send(authorized(call("requestJob", "/jobs").withJson(body)));
    return reply.status() == 201 ? Optional.of(reply.text("location")) : Optional.empty();
  }

  private void finishManifest(String location) {
    String result =
        ExampleFile.in("jobs").stream()
            .filter(file -> file.name().equals("debian-manifest.result.json"))
            .map(file -> "{\"result\": " + file.read() + "}")
            .findFirst()
            .orElseThrow();
    doors.send(authorized(Call.of(operation("updateJob"), location).withJson(result)));
  }

  private static Call call(String operation, String path) {
    Operation called = operation(operation);
    return Call.of(called, ServedContracts.base(called.contract()) + path);
  }

  private Reply made(String operation, String path, String body) {
    Reply reply = doors.send(authorized(call(operation, path).withJson(body)));
    if (reply.status() != 201) {
      throw new IllegalStateException(operation + ": " + reply.status() + " " + reply.text());
    }
    return reply;
  }

  Call authorized(Call call) {
    return authorization.isEmpty() ? call : call.withHeader("Authorization", authorization);
  }

  private static Operation operation(String id) {
    List<Operation> found =
        ServedContracts.all().stream().filter(each -> each.id().equals(id)).toList();
    return found.getFirst();
  }

  private String one(String query, Tuple values) {
    return database
        .run(query, values)
        .map(rows -> rows.iterator().next().getString("it"))
        .await()
        .atMost(PATIENCE);
  }
}
