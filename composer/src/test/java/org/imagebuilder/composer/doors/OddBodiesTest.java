package org.imagebuilder.composer.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import org.imagebuilder.composer.contracts.Operation;
import org.imagebuilder.composer.database.PostgresResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation that reads a body gets bodies that are wrong in every way that we know: it
 * answers as its contract says, and a refusal leaves nothing behind.
 */
@QuarkusTest
@TestProfile(DoorsProfile.class)
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class OddBodiesTest extends OddCalls {
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
}
