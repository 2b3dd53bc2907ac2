package org.imagebuilder.imagebuilder.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator who connects nobody but composer: what needs others is told, the rest works. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class WithoutNeighboursTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  private final ApiCaller user = ApiCaller.of("org-" + UUID.randomUUID());

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"snapshot_date\":\"2026-08-21\"}|{}|snapshot_date needs the content-sources service, which is not configured here",
        "{\"content_template\":\"1af6cb19-08a1-4b6a-a1a1-2f3e5d1f3f9c\"}|{}|content_template needs the content-sources service, which is not configured here",
        "{}|{\"payload_repositories\":[{\"id\":\"7\",\"rhsm\":false}]}|customizations.payload_repositories: repository 7 has no address; to look it up needs the content-sources service, which is not configured here",
        "{}|{\"custom_repositories\":[{\"id\":\"7\"}]}|customizations.custom_repositories: repository 7 has no address; to look it up needs the content-sources service, which is not configured here",
        "{\"image_type\":\"ami\",\"upload_request\":{\"type\":\"aws\",\"options\":{\"share_with_sources\":[\"7\"]}}}|{}|Unable to request source: 7, for the provisioning service is not configured here",
      })
  void what_needs_a_neighbour_is_told(String image, String customizations, String told) {
    Answer answer = user.compose(request(image, customizations));

    assertThat(answer.status() + " " + answer.detail()).isEqualTo("400 " + told);
    assertThat(composer.posted()).isEmpty();
  }

  @Test
  void the_rest_is_built_with_the_builders_subscription() {
    Answer answer =
        user.compose(
            request(
                "{}",
                "{\"custom_repositories\":[{\"id\":\"0f6f7d1e-6f0c-4d5b-9d57-0b3f3e1e6c11\","
                    + "\"baseurl\":[\"https://tools.example\"]}]}"));

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    JsonNode sent = composer.posted().getFirst().request();
    assertThat(sent.at("/image_request/repositories/0/baseurl").asText())
        .startsWith("https://cdn.redhat.com/");
    assertThat(sent.at("/image_request/repositories/0/rhsm").asBoolean()).isTrue();
    assertThat(sent.at("/customizations/custom_repositories/0/baseurl/0").asText())
        .isEqualTo("https://tools.example");
    assertThat(composer.violations()).isEmpty();
  }

  private static ObjectNode request(String image, String customizations) {
    try {
      ObjectNode request = JSON.createObjectNode().put("distribution", "rhel-94");
      ObjectNode asked = request.putArray("image_requests").addObject();
      asked.put("architecture", "x86_64").put("image_type", "guest-image");
      asked.putObject("upload_request").put("type", "aws.s3").putObject("options");
      asked.setAll((ObjectNode) JSON.readTree(image));
      request.set("customizations", JSON.readTree(customizations));
      return request;
    } catch (IOException failure) {
      throw new IllegalArgumentException(failure);
    }
  }
}
