package org.imagebuilder.imagebuilder.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.imagebuilder.lint.PolicyHouse.POLICY;
import static org.imagebuilder.imagebuilder.lint.PolicyHouse.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ComplianceResource;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.FakeCompliance;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(ComposerResource.class)
@WithTestResource(ComplianceResource.class)
class FixupTest {
  private static final String STRICT =
      """
      [[packages]]
      name = "aide"
      [customizations.services]
      enabled = ["auditd"]
      [customizations.kernel]
      append = "audit=1 vsyscall=none"
      """;

  private final PolicyHouse house = new PolicyHouse();

  @SuppressWarnings("NullAway.Init")
  FakeCompliance service;

  @Inject CircuitBreakerMaintenance breakers;

  @BeforeEach
  void calm() {
    service.reset();
    breakers.resetAll();
    service.policy(POLICY, "hipaa", 9);
    service.tailoring(POLICY, 4, "", STRICT);
  }

  @Test
  void a_blueprint_is_shown_with_what_its_policy_misses() {
    JsonNode lint = house.read(house.create()).path("lint");

    assertThat(lint)
        .isEqualTo(
            json(
                """
                {"errors":[
                  {"name":"Compliance","description":"package aide required by policy is not present"},
                  {"name":"Compliance",
                   "description":"service auditd required as enabled by policy is not present"},
                  {"name":"Compliance",
                   "description":"kernel command line parameter 'audit=1' required by policy not set"},
                  {"name":"Compliance",
                   "description":"kernel command line parameter 'vsyscall=none' required by policy not set"}],
                 "warnings":null}
                """));
  }

  @Test
  void what_the_policy_dropped_since_is_a_warning() {
    String id = house.create();
    service.tailoring(POLICY, 4, "", "");

    JsonNode lint = house.read(id).path("lint");

    assertThat(lint.path("errors").isNull()).isTrue();
    assertThat(lint.path("warnings").findValuesAsText("description"))
        .containsExactly(
            "package aide is no longer required by policy",
            "service auditd is no longer required as enabled by policy",
            "kernel command line parameter 'audit=1' is no longer required by policy",
            "kernel command line parameter 'vsyscall=none' is no longer required by policy");
  }

  @Test
  void a_fixup_mends_the_blueprint_and_keeps_all_else() {
    String id = house.create();
    ObjectNode before = (ObjectNode) house.read(id);

    ApiCaller.Answer answer = house.fixup(id);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text()).isEmpty();
    ObjectNode after = (ObjectNode) house.read(id);
    assertThat(after.path("lint")).isEqualTo(json("{\"errors\":null,\"warnings\":null}"));
    assertThat(after.at("/customizations/packages")).isEqualTo(json("[\"vim\",\"aide\"]"));
    assertThat(after.at("/customizations/kernel/append").asText())
        .isEqualTo("quiet audit=1 vsyscall=none");
    assertThat(after.at("/customizations/users"))
        .isEqualTo(json("[{\"name\":\"admin\",\"hasPassword\":true}]"));
    assertThat(after.at("/customizations/subscription"))
        .isEqualTo(before.at("/customizations/subscription"));
    assertThat(after.path("bootc")).isEqualTo(before.path("bootc"));
    assertThat(after.path("image_requests")).isEqualTo(before.path("image_requests"));
    assertThat(after.path("name")).isEqualTo(before.path("name"));
  }

  @Test
  void a_fixup_makes_a_next_version_with_a_snapshot_of_its_own() {
    String id = house.create();
    service.tailoring(POLICY, 4, "", "[[packages]]\nname = \"audit\"\n");

    house.fixup(id);

    assertThat(house.read(id).path("lint")).isEqualTo(json("{\"errors\":null,\"warnings\":null}"));
    assertThat(house.user.get("/blueprints/" + id + "?version=1").json().at("/lint/errors"))
        .hasSize(1);
    assertThat(house.user.get("/blueprints/" + id + "?version=2").status()).isEqualTo(200);
  }

  @Test
  void what_is_kept_while_a_policy_is_asked_for_is_mended_and_not_replaced() {
    ObjectNode request = PolicyHouse.request();
    String id = house.create(request);
    ObjectNode changed = request.deepCopy();
    ((ObjectNode) changed.path("customizations")).set("packages", json("[\"emacs\"]"));
    HttpRequest.Builder change =
        house
            .user
            .request(ApiCaller.BASE + "/blueprints/" + id)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(changed.toString()));
    service.meanwhile(() -> ApiCaller.call(change));

    ApiCaller.Answer answer = house.fixup(id);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(house.read(id).at("/customizations/packages"))
        .isEqualTo(json("[\"emacs\",\"aide\"]"));
    assertThat(house.user.get("/blueprints/" + id + "?version=3").status()).isEqualTo(200);
  }

  @Test
  void a_blueprint_without_a_policy_is_kept_again_as_it_is() {
    ObjectNode request = PolicyHouse.request();
    ((ObjectNode) request.path("customizations")).remove("openscap");
    String id = house.create(request);

    assertThat(house.fixup(id).status()).isEqualTo(201);
    assertThat(house.user.get("/blueprints/" + id + "?version=2").status()).isEqualTo(200);
  }

  @Test
  void a_blueprint_without_a_distribution_is_refused() {
    ObjectNode request = PolicyHouse.request();
    request.remove("distribution");

    ApiCaller.Answer answer = house.fixup(house.create(request));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail())
        .isEqualTo("fixing up blueprints is only available for package mode blueprints");
  }

  @Test
  void an_unknown_blueprint_looks_like_one_of_others() {
    String others = new PolicyHouse().create();

    ApiCaller.Answer unknown = house.fixup(UUID.randomUUID().toString());
    ApiCaller.Answer foreign = house.fixup(others);

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.detail()).isEqualTo("blueprint not found");
    assertThat(foreign.text()).isEqualTo(unknown.text());
    assertThat(foreign.status()).isEqualTo(404);
  }

  @Test
  void a_policy_that_is_gone_is_told_as_such() {
    String id = house.create();
    service.reset();

    ApiCaller.Answer answer = house.fixup(id);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.detail()).isEqualTo("tailorings for a policy not found");
  }

  @Test
  void without_the_service_nothing_is_mended() {
    String id = house.create();
    service.server().refuse(500, "{}");

    ApiCaller.Answer answer = house.fixup(id);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.detail()).isEqualTo("Failed to build compliance snapshots during fixup");
    assertThat(house.user.get("/blueprints/" + id + "?version=2").status()).isEqualTo(404);
  }

  @Test
  void without_the_service_a_blueprint_is_readable_and_none_is_kept() {
    String id = house.create();
    service.server().refuse(500, "{}");

    assertThat(house.read(id).at("/lint/warnings/0/description").asText())
        .startsWith("the policy could not be checked: ");
    ApiCaller.Answer refused = house.user.post("/blueprints", PolicyHouse.request());
    assertThat(refused.status()).isEqualTo(500);
    assertThat(refused.detail()).isEqualTo("Failed to build compliance snapshots");
    assertThat(house.user.get("/blueprints").json().at("/meta/count").asInt()).isEqualTo(1);
  }
}
