package org.imagebuilder.composer.distributions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.imagebuilder.composer.database.PostgresResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one distribution offers, asked over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class DistributionOverHttpTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource("/")
  URI server;

  @ParameterizedTest
  @CsvSource({
    "rhel-9, rhel-9.9",
    "rhel-8, rhel-8.10",
    "rhel-10, rhel-10.3",
    "rhel-7, rhel-7.9",
    "rhel-85, rhel-8.5",
    "rhel-910, rhel-9.10",
    "rhel-10.05, rhel-10.5",
    "rhel-9.99, rhel-9.99",
    "fedora-999, fedora-999",
    "ol-9.1, ol-9",
    "debian-12, debian-12",
  })
  void a_distribution_answers_by_its_canonical_name(String name, String canonical)
      throws Exception {
    JsonNode details = JSON.readTree(new DistributionCalls(server).get("/" + name).body());

    assertThat(details.path("id").asText()).isEqualTo(canonical);
    assertThat(details.path("name").asText()).isEqualTo(canonical);
    assertThat(details.path("href").asText()).isEqualTo(DistributionCalls.PATH + "/" + canonical);
    assertThat(details.path("kind").asText()).isEqualTo("DistributionDetails");
    assertThat(details.path("architectures").size()).isPositive();
  }

  @Test
  void an_image_type_has_all_its_members() throws Exception {
    JsonNode details =
        JSON.readTree(
            new DistributionCalls(server)
                .get("/fedora-43?image_type=iot-simplified-installer")
                .body());

    JsonNode type = details.at("/architectures/x86_64/image_types/iot-simplified-installer");
    assertThat(DistributionCalls.names(type))
        .containsExactly(
            "aliases",
            "base_partition_table",
            "boot_mode",
            "default_size",
            "exports",
            "filename",
            "iso_label",
            "mime_type",
            "name",
            "ostree_ref",
            "partition_type",
            "payload_package_sets",
            "required_blueprint_options",
            "supported_blueprint_options");
    assertThat(type.path("aliases").isNull()).isTrue();
    assertThat(type.path("iso_label").asText()).isEqualTo("Fedora-43-IoT-x86_64");
    assertThat(type.path("ostree_ref").asText()).isEqualTo("fedora/43/x86_64/iot");
    assertThat(type.path("required_blueprint_options"))
        .isEqualTo(JSON.readTree("[\"customizations.installation_device\"]"));
    assertThat(type.path("supported_blueprint_options"))
        .extracting(JsonNode::asText)
        .startsWith("distro", "customizations.installation_device")
        .endsWith("name", "version", "description");
  }

  @Test
  void filters_leave_what_they_name() throws Exception {
    JsonNode details =
        JSON.readTree(
            new DistributionCalls(server)
                .get("/centos-9?image_type=guest-image&image_type=ami&architecture=x86_64")
                .body());

    assertThat(DistributionCalls.names(details.path("architectures"))).containsExactly("x86_64");
    assertThat(DistributionCalls.names(details.at("/architectures/x86_64/image_types")))
        .containsExactly("ami", "qcow2");
  }

  @Test
  void an_architecture_without_image_types_is_left_out() throws Exception {
    JsonNode details =
        JSON.readTree(new DistributionCalls(server).get("/centos-9?image_type=gce").body());

    assertThat(DistributionCalls.names(details.path("architectures"))).containsExactly("x86_64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?image_type=none", "?architecture=none", "?image_type=QCOW2"})
  void filters_that_fit_nothing_leave_nothing(String filters) throws Exception {
    HttpResponse<byte[]> answer = new DistributionCalls(server).get("/centos-9" + filters);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(answer.body()).path("architectures").toString()).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "centos-77",
        "RHEL-9",
        "centos-stream-9",
        "almalinux-9",
        "bootc-generic-1",
        "%20",
        "..%2f..%2fetc",
        "centos-9%00",
        "%C3%A4",
        "fedora-99999999999999999999",
        "%22%3Cscript%3E"
      })
  void an_unknown_distribution_is_not_found(String name) throws Exception {
    HttpResponse<byte[]> answer = new DistributionCalls(server).get("/" + name);

    JsonNode error = JSON.readTree(answer.body());
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(error.path("id").asText()).isEqualTo("4");
    assertThat(error.path("kind").asText()).isEqualTo("Error");
    assertThat(error.path("details").asText()).startsWith("distro: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?image_type=", "?architecture=", "?image_type=ami&image_type="})
  void an_empty_filter_is_refused(String filters) throws Exception {
    HttpResponse<byte[]> answer = new DistributionCalls(server).get("/centos-9" + filters);

    JsonNode error = JSON.readTree(answer.body());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(error.path("id").asText()).isEqualTo("30");
    assertThat(error.path("details").asText()).contains("is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/centos-9"})
  void other_methods_are_refused(String path) throws Exception {
    HttpResponse<byte[]> answer =
        DistributionCalls.HTTP.send(
            new DistributionCalls(server).request(path).POST(BodyPublishers.ofString("{}")).build(),
            BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(JSON.readTree(answer.body()).path("id").asText()).isEqualTo("22");
    assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET");
  }
}
