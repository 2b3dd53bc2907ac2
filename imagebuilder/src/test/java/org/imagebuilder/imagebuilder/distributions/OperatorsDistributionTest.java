package org.imagebuilder.imagebuilder.distributions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator allows nightlies to some, and knows where one of them is published. */
@QuarkusTest
@TestProfile(OperatorsDistributionTest.WithNightlies.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class OperatorsDistributionTest {
  private static final String NIGHTLY =
      """
      {"name": "rhel-10.2-nightly", "description": "Tonight", "composer_name": "rhel-10.2",
       "restricted": true, "architectures": {"x86_64": {"image_types": ["guest-image"],
         "repositories": [{"id": "baseos", "baseurl": "https://nightly.example.com/baseos"}]}}}
      """;

  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  private final ApiCaller allowed = ApiCaller.of("allowed");

  /** Both files, written anew. */
  public static final class WithNightlies implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        Path directory = Files.createTempDirectory("distributions");
        Files.writeString(directory.resolve("nightly.json"), NIGHTLY);
        Path allow = Files.createTempFile("allow", ".json");
        Files.writeString(allow, "{\"allowed\":[\"-nightly$\"],\"*\":[\"fedora-4[34]\"]}");
        return Map.of(
            "imagebuilder.distributions.directory", directory.toString(),
            "imagebuilder.distributions.allow-file", allow.toString());
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @Test
  void an_image_is_made_from_where_the_operator_says() {
    Answer created = allowed.compose(request("rhel-10.2-nightly"));

    assertThat(created.status()).as(created.text()).isEqualTo(201);
    JsonNode sent = composer.posted().getFirst().request();
    assertThat(sent.path("distribution").asText()).isEqualTo("rhel-10.2");
    assertThat(sent.at("/image_request/repositories").toString())
        .isEqualTo("[{\"baseurl\":\"https://nightly.example.com/baseos\",\"rhsm\":false}]");
    assertThat(composer.violations()).isEmpty();
  }

  @Test
  void an_image_is_refused_where_nobody_says_from_what() {
    Answer refused = allowed.compose(request("rhel-9.8-nightly"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json()).isEqualTo(Examples.read("error-400.repositories.json"));
    assertThat(composer.posted()).isEmpty();
    assertThat(allowed.get("/architectures/rhel-9.8-nightly").json().at("/0/repositories"))
        .isEmpty();
  }

  @Test
  void packages_are_looked_for_where_the_operator_says_and_nowhere_else() {
    composer.catalog().has("tonight", "");

    JsonNode found = search("rhel-10.2-nightly");
    JsonNode nothing = search("rhel-9.8-nightly");

    assertThat(found.at("/meta/count").asInt()).isEqualTo(1);
    assertThat(nothing.at("/meta/count").asInt()).isZero();
    assertThat(composer.catalog().searches()).hasSize(1);
    assertThat(composer.catalog().searches().getFirst().at("/repositories/0/baseurl").asText())
        .isEqualTo("https://nightly.example.com/baseos");
  }

  @Test
  void expressions_match_anywhere_in_a_name_and_for_whom_they_stand() {
    JsonNode mine = allowed.get("/distributions").json();
    JsonNode others = ApiCaller.of("others").get("/distributions").json();

    assertThat(mine.findValuesAsText("name"))
        .contains("rhel-8-nightly", "rhel-10.3-nightly", "fedora-43", "fedora-44")
        .doesNotContain("fedora-42");
    assertThat(others.findValuesAsText("name"))
        .contains("fedora-43", "fedora-44", "rhel-9-beta", "rhel-84")
        .doesNotContain("rhel-8-nightly", "fedora-45");
  }

  private JsonNode search(String distribution) {
    return allowed
        .get("/packages?architecture=x86_64&search=tonight&distribution=" + distribution)
        .json();
  }

  private static ObjectNode request(String distribution) {
    ObjectNode request = Examples.read("compose.request.debian-13.json");
    request.remove("customizations");
    return request.put("distribution", distribution);
  }
}
