package org.imagebuilder.composer.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import org.imagebuilder.composer.contracts.Operation;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.identity.GuardedProfile;
import org.imagebuilder.composer.identity.TestIssuer;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever has an id belongs to one tenant, and is unknown to all others. */
@QuarkusTest
@TestProfile(GuardedProfile.class)
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class ForeignIdsTest {
  @Inject WorkerListener listener;
  @Inject Database database;
  @TestHTTPResource URI main;
  TestIssuer users;

  private Doors doors;
  private Scene scene;

  @BeforeEach
  void begin() {
    doors = new Doors(main, listener.origin());
    scene = new Scene(doors, database, bearer("42"));
  }

  @AfterEach
  void end() {
    doors.close();
  }

  @ParameterizedTest
  @MethodSource("org.imagebuilder.composer.doors.ServedContracts#operationsWithPathParameters")
  void what_belongs_to_another_tenant_is_unknown_and_stays_as_it_is(Operation operation) {
    String before = scene.written();
    Call call = Call.of(operation, scene.path(operation)).withHeader("Authorization", bearer("43"));

    Reply reply = doors.send(withBody(call));

    assertThat(new ReplyCheck().faults(call, reply)).isEmpty();
    assertThat(reply.status())
        .as(reply.text())
        .isEqualTo(isPublic(operation) ? 200 : unknown(call));
    assertThat(scene.written()).isEqualTo(before);
  }

  private static Call withBody(Call call) {
    return ServedContracts.examples(call.operation()).stream()
        .findFirst()
        .map(example -> call.withJson(example.toString()))
        .orElse(call);
  }

  /** What everybody may read who has a token. */
  private static boolean isPublic(Operation operation) {
    return operation.path().startsWith("/errors") || operation.path().startsWith("/distributions");
  }

  /** Agents know an unknown worker by 400 and register again. */
  private static int unknown(Call call) {
    return call.path().contains("/workers/") ? 400 : 404;
  }

  private String bearer(String tenant) {
    return "Bearer " + users.token(Map.of("rh-org-id", tenant));
  }
}
