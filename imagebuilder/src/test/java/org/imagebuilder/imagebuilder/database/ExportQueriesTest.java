package org.imagebuilder.imagebuilder.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Others read the tables by SQL of their own. What they read there, by the names and paths that
 * they know, is what this program writes.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class ExportQueriesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  // One line per image, with what it was made from.
  private static final String BUILDS =
      """
      SELECT row_to_json(build) FROM (
        SELECT c.job_id, to_char(c.created_at, 'YYYY-MM-DD') AS day, c.client_id, c.org_id,
               c.account_number, c.email,
               c.request->>'distribution' AS distribution,
               c.request->'bootc'->>'reference' AS reference,
               image->>'architecture' AS architecture, image->>'image_type' AS image_type,
               image->'upload_request'->>'type' AS target, image->'ostree'->>'url' AS ostree,
               image->>'snapshot_date' AS snapshot_date,
               parts->'subscription'->>'organization' AS registered_to,
               parts->'packages' AS packages, parts->'enabled_modules' AS modules,
               parts->'filesystem' AS filesystem, parts->'payload_repositories' AS repositories,
               parts->'openscap' AS openscap, parts->'files'->0->>'path' AS first_file,
               parts->'services' AS services, parts->'locale' AS locale,
               parts->'timezone' AS timezone, parts->>'hostname' AS hostname,
               parts->'kernel'->>'append' AS kernel, parts->'firewall' AS firewall,
               coalesce(jsonb_array_length(parts->'users'), 0) AS users,
               coalesce(parts ? 'aap_registration', false) AS aap,
               v.id IS NOT NULL AS of_blueprint, v.blueprint_id, v.version, b.deleted
        FROM composes AS c
        CROSS JOIN LATERAL jsonb_array_elements(c.request->'image_requests') AS image
        CROSS JOIN LATERAL (SELECT c.request->'customizations' AS parts) AS asked
        LEFT JOIN blueprint_versions AS v ON v.id = c.blueprint_version_id
        LEFT JOIN blueprints AS b ON b.id = v.blueprint_id
        WHERE c.org_id = 'ORG') AS build
      """;

  private static final String BLUEPRINTS =
      """
      SELECT row_to_json(blueprint) FROM (
        SELECT v.blueprint_id, v.version, b.deleted, b.metadata->>'exported_at' AS exported_at,
               b.metadata->>'parent_id' AS parent, (b.metadata->>'is_on_prem')::boolean AS on_prem
        FROM blueprint_versions AS v JOIN blueprints AS b ON b.id = v.blueprint_id
        WHERE b.org_id = 'ORG') AS blueprint
      """;

  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  @DatabaseAddress String address;

  private final String organisation = "export-" + UUID.randomUUID();
  private final ApiCaller user = ApiCaller.of(organisation);

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @Test
  void builds_are_read_by_the_paths_that_readers_know() {
    assertThat(user.compose(request()).status()).isEqualTo(201);

    JsonNode build = read(BUILDS);

    assertThat(build.path("org_id").asText()).isEqualTo(organisation);
    assertThat(build.path("account_number").asText()).isEqualTo("42");
    assertThat(build.path("email").asText()).isEqualTo("somebody@example.com");
    assertThat(build.path("client_id").asText()).isEqualTo("api");
    assertThat(build.path("distribution").asText()).isEqualTo("rhel-9");
    assertThat(build.path("architecture").asText()).isEqualTo("x86_64");
    assertThat(build.path("image_type").asText()).isEqualTo("guest-image");
    assertThat(build.path("target").asText()).isEqualTo("aws.s3");
    assertThat(build.path("packages").toString()).isEqualTo("[\"tmux\"]");
    assertThat(build.at("/filesystem/0/mountpoint").asText()).isEqualTo("/var");
    assertThat(build.path("first_file").asText()).isEqualTo("/etc/motd");
    assertThat(build.at("/services/enabled/0").asText()).isEqualTo("sshd");
    assertThat(build.at("/timezone/timezone").asText()).isEqualTo("Europe/Prague");
    assertThat(build.path("hostname").asText()).isEqualTo("web");
    assertThat(build.path("kernel").asText()).isEqualTo("quiet");
    assertThat(build.at("/firewall/ports/0").asText()).isEqualTo("22:tcp");
    assertThat(build.path("users").asInt()).isEqualTo(1);
    assertThat(build.path("registered_to").asText()).isEqualTo("123456");
    assertThat(build.path("aap").asBoolean()).isFalse();
    assertThat(build.path("of_blueprint").asBoolean()).isFalse();
    // What was left out is null for readers, as it always was.
    assertThat(build.path("locale").isNull()).isTrue();
    assertThat(build.path("openscap").isNull()).isTrue();
  }

  @Test
  void blueprints_and_their_builds_belong_together_for_readers() {
    String id = blueprint();
    assertThat(user.compose(request()).status()).isEqualTo(201);
    database()
        .execute(
            "UPDATE composes SET blueprint_version_id = (SELECT id FROM blueprint_versions WHERE blueprint_id = '%s') WHERE org_id = '%s'"
                .formatted(id, organisation));

    JsonNode build = read(BUILDS);
    JsonNode blueprint = read(BLUEPRINTS);

    assertThat(build.path("blueprint_id").asText()).isEqualTo(id);
    assertThat(build.path("version").asInt()).isEqualTo(1);
    assertThat(build.path("deleted").asBoolean(true)).isFalse();
    assertThat(blueprint.path("blueprint_id").asText()).isEqualTo(id);
    assertThat(blueprint.path("parent").asText()).isEqualTo("7f3f6f1e-0f0a-4f38-8bb5-0a9a1b7e4c11");
    assertThat(blueprint.path("exported_at").asText()).startsWith("2026-08-21 09:30:00");
    assertThat(blueprint.path("on_prem").asBoolean(true)).isFalse();
  }

  private String blueprint() {
    ObjectNode body = Examples.read("create-blueprint.request.import.json");
    return user.post("/blueprints", "application/json", BodyPublishers.ofString(body.toString()))
        .json()
        .path("id")
        .asText();
  }

  private JsonNode read(String query) {
    try {
      return JSON.readTree(database().value(query.replace("ORG", organisation)));
    } catch (JsonProcessingException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private PostgresServer.Database database() {
    return new PostgresServer.Database(URI.create(address));
  }

  private static ObjectNode request() {
    try {
      return (ObjectNode)
          JSON.readTree(
              """
              {"distribution": "rhel-9",
               "image_requests": [{"architecture": "x86_64", "image_type": "guest-image",
                 "upload_request": {"type": "aws.s3", "options": {}}}],
               "customizations": {
                 "packages": ["tmux"], "hostname": "web",
                 "filesystem": [{"mountpoint": "/var", "min_size": 2147483648}],
                 "files": [{"path": "/etc/motd", "data": "hello"}],
                 "services": {"enabled": ["sshd"]},
                 "timezone": {"timezone": "Europe/Prague"},
                 "kernel": {"append": "quiet"},
                 "firewall": {"ports": ["22:tcp"]},
                 "subscription": {"organization": 123456, "activation-key": "key",
                   "server-url": "subscription.rhsm.redhat.com",
                   "base-url": "https://cdn.redhat.com/", "insights": true},
                 "users": [{"name": "admin", "ssh_key": "ssh-ed25519 AAAA"}]}}
              """);
    } catch (JsonProcessingException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
