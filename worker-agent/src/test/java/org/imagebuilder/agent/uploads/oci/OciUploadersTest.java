package org.imagebuilder.agent.uploads.oci;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.imagebuilder.agent.contract.worker.model.OciTargetOptions;
import org.imagebuilder.agent.testing.CanaryWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class OciUploadersTest {

  @RegisterExtension private final CanaryWatch log = new CanaryWatch();
  private final OciHarness harness;

  OciUploadersTest(@TempDir Path directory) throws IOException {
    harness = new OciHarness(directory);
  }

  @AfterEach
  void stop() {
    assertThat(harness.oracle.complaints()).isEmpty();
    harness.close();
  }

  @Test
  void an_image_is_made_described_and_its_object_removed() throws Exception {
    Map<String, Object> result = harness.image(new OciTargetOptions());

    assertThat(result).isEqualTo(Map.of("region", "eu-frankfurt-1", "image_id", "ocid1.image.1"));
    JsonNode image = OracleStandIn.one(harness.oracle.images);
    assertThat(image.path("displayName").asText()).isEqualTo("composer-api-1");
    assertThat(image.path("compartmentId").asText()).isEqualTo("ocid1.compartment");
    assertThat(image.at("/imageSourceDetails/sourceImageType").asText()).isEqualTo("QCOW2");
    assertThat(image.at("/freeformTags/Name").asText()).isEqualTo("composer-api-1");
    JsonNode schema = OracleStandIn.one(harness.oracle.schemas);
    assertThat(schema.path("schemaData").path("Compute.LaunchMode").path("defaultValue").asText())
        .isEqualTo("PARAVIRTUALIZED");
    assertThat(schema.path("computeGlobalImageCapabilitySchemaVersionName").asText())
        .isEqualTo("version-1");
    assertThat(harness.oracle.objects).isEmpty();
  }

  @Test
  void a_file_stays_in_object_storage_and_can_be_fetched_for_a_day() throws Exception {
    Map<String, Object> result = harness.storage(new OciTargetOptions());

    assertThat(result.get("url"))
        .isEqualTo(
            "https://ns1.eu-frankfurt-1.example.com/p/%s/n/ns1/b/images/o/x"
                .formatted(OracleStandIn.CANARY));
    assertThat(harness.oracle.objects.values()).singleElement().isEqualTo(harness.content);
    String end = OracleStandIn.one(harness.oracle.shares).path("timeExpires").asText();
    assertThat(Duration.between(harness.now, Instant.parse(end)))
        .isBetween(Duration.ofHours(24).minusSeconds(1), Duration.ofHours(24));
  }

  @Test
  void a_target_overrides_the_workers_file_member_by_member() throws Exception {
    Files.writeString(
        harness.file,
        Files.readString(harness.file).replace("images", "another").replace("eu-", "us-"));
    OciTargetOptions options = new OciTargetOptions();
    options.setBucket("images");
    options.setRegion("eu-frankfurt-1");

    harness.storage(options);

    assertThat(harness.oracle.objects).hasSize(1);
  }

  @Test
  void an_older_form_of_the_key_signs_alike() throws Exception {
    harness.credentials(harness.oracle.key.pkcs1());

    harness.storage(new OciTargetOptions());

    assertThat(harness.oracle.objects).hasSize(1);
  }

  @Test
  void the_job_learns_how_far_it_is() throws Exception {
    harness.image(new OciTargetOptions());

    assertThat(harness.progress.sent()).isSorted().last().isEqualTo((long) harness.content.length);
    assertThat(harness.progress.steps())
        .containsExactly("Making an image of the file in Oracle's cloud");
  }
}
