package org.imagebuilder.agent.uploads.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.GcpTargetOptions;
import org.imagebuilder.agent.testing.CanaryWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GcpUploaderTest {

  @RegisterExtension private final CanaryWatch log = new CanaryWatch();
  private final GcpHarness harness;

  GcpUploaderTest(@TempDir Path directory) throws IOException {
    harness = new GcpHarness(directory);
  }

  @AfterEach
  void stop() {
    assertThat(harness.google.complaints()).isEmpty();
    harness.close();
  }

  @Test
  void an_image_is_made_shared_and_its_object_removed() throws Exception {
    Map<String, Object> result = harness.upload(harness.options());

    assertThat(result)
        .isEqualTo(Map.of("image_name", "composer-api-1", "project_id", "images-123"));
    JsonNode image = harness.google.image("composer-api-1");
    assertThat(image.path("storageLocations").toString()).isEqualTo("[\"europe-west3\"]");
    assertThat(image.path("guestOsFeatures").toString())
        .contains("{\"type\":\"UEFI_COMPATIBLE\"}", "{\"type\":\"SEV_SNP_CAPABLE\"}");
    assertThat(harness.google.policy("composer-api-1").path("bindings").toString())
        .isEqualTo(
            "[{\"role\":\"roles/compute.imageUser\",\"members\":[\"user:ops@example.com\"]}]");
    assertThat(harness.google.objects).isEmpty();
  }

  @Test
  void the_file_goes_in_chunks_in_order() throws Exception {
    harness.upload(harness.options());

    List<String> puts =
        harness.google.calls().stream().filter(call -> call.startsWith("PUT")).toList();
    assertThat(puts).hasSize(3);
    assertThat(harness.google.chunks)
        .containsExactlyInAnyOrder(GcpHarness.CHUNK, (256 << 10) + 1234);
  }

  @Test
  void the_calls_come_in_the_order_that_leaves_nothing_behind() throws Exception {
    harness.upload(harness.options());

    assertThat(harness.google.calls())
        .extracting(call -> call.replaceAll("[?].*", "").replaceAll("/session/.*", "/session"))
        .containsExactly(
            "POST /token",
            "GET /compute/v1/projects/images-123/global/images/composer-api-1",
            "POST /upload/storage/v1/b/images/o",
            "PUT /session",
            "PUT /session",
            "PUT /session",
            "POST /compute/v1/projects/images-123/global/images",
            "POST /compute/v1/projects/images-123/global/operations/operation-1/wait",
            "POST /compute/v1/projects/images-123/global/operations/operation-1/wait",
            "POST /compute/v1/projects/images-123/global/operations/operation-1/wait",
            "GET /compute/v1/projects/images-123/global/images/composer-api-1",
            "DELETE /storage/v1/b/images/o/composer-api-1.tar.gz",
            "GET /compute/v1/projects/images-123/global/images/composer-api-1/getIamPolicy",
            "POST /compute/v1/projects/images-123/global/images/composer-api-1/setIamPolicy");
  }

  @Test
  void the_job_learns_how_far_it_is() throws Exception {
    harness.upload(harness.options());

    assertThat(harness.progress.sent()).isSorted().last().isEqualTo((long) harness.content.length);
    assertThat(harness.progress.steps())
        .containsExactly("Making an image of the file in Compute Engine", "Sharing the image");
  }

  @Test
  void features_of_the_target_are_taken_as_they_are() throws Exception {
    GcpTargetOptions options = harness.options();
    options.setGuestOsFeatures(List.of("GVNIC"));

    harness.upload(options);

    assertThat(harness.google.image("composer-api-1").path("guestOsFeatures").toString())
        .isEqualTo("[{\"type\":\"GVNIC\"}]");
  }

  @Test
  void a_target_without_bucket_and_credentials_takes_the_workers() throws Exception {
    harness.credentials =
        Optional.of(
            Files.writeString(
                harness.directory.resolve("key.json"), harness.google.serviceAccount()));
    GcpTargetOptions options = harness.options();
    options.setBucket(null);
    options.setCredentials(null);

    Map<String, Object> result = harness.upload(options);

    assertThat(result).containsEntry("project_id", "images-123");
  }

  @Test
  void credentials_of_a_person_may_come_from_googles_own_variable() throws Exception {
    Path file = harness.directory.resolve("user.json");
    Files.writeString(file, harness.google.authorizedUser());
    harness.environment.put("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
    harness.environment.put("GOOGLE_CLOUD_PROJECT", "images-123");
    GcpTargetOptions options = harness.options();
    options.setCredentials(new byte[0]);

    harness.upload(options);

    assertThat(harness.google.images).containsKey("composer-api-1");
  }

  @Test
  void a_machine_in_googles_cloud_needs_no_file() throws Exception {
    GcpTargetOptions options = harness.options();
    options.setCredentials(null);

    Map<String, Object> result = harness.upload(options);

    assertThat(result).containsEntry("project_id", "images-123");
    assertThat(harness.google.calls())
        .contains("GET /computeMetadata/v1/instance/service-accounts/default/token");
  }

  @Test
  void a_token_is_renewed_before_it_ends() throws Exception {
    harness.google.expiresIn = 0;

    harness.upload(harness.options());

    assertThat(harness.google.tokens).hasSizeGreaterThan(5);
  }

  @Test
  void sharing_keeps_what_the_policy_had() {
    JsonNode before =
        GoogleStandIn.json(
            """
            {"etag": "e", "version": 3, "bindings": [
              {"role": "roles/owner", "members": ["user:boss@example.com"]},
              {"role": "roles/compute.imageUser", "members": ["user:x@example.com"],
               "condition": {"expression": "false"}},
              {"role": "roles/compute.imageUser", "members": ["user:a@example.com"]}]}
            """);

    JsonNode after =
        GcpPolicy.withUsers(before, List.of("user:a@example.com", "group:b@example.com"));

    assertThat(after.path("etag").asText()).isEqualTo("e");
    assertThat(after.at("/bindings/0")).isEqualTo(before.at("/bindings/0"));
    assertThat(after.at("/bindings/1")).isEqualTo(before.at("/bindings/1"));
    assertThat(after.at("/bindings/2/members").toString())
        .isEqualTo("[\"user:a@example.com\",\"group:b@example.com\"]");
  }

  @ParameterizedTest
  @CsvSource({
    "rhel-8.10,IDPF",
    "rhel-9,SEV_SNP_CAPABLE",
    "centos-9,GVNIC",
    "rhel-10.1,TDX_CAPABLE"
  })
  void features_follow_from_the_distribution(String distribution, String feature) {
    assertThat(GuestFeatures.of(distribution)).contains(feature, "UEFI_COMPATIBLE");
  }

  @ParameterizedTest
  @CsvSource({"rhel-7.9", "fedora-43", "debian-13", "''"})
  void nothing_is_assumed_of_other_distributions(String distribution) {
    assertThat(GuestFeatures.of(distribution)).isEmpty();
  }

  @Test
  void the_content_arrives_as_it_was() throws Exception {
    harness.google.refuse("DELETE /storage", 1, GoogleStandIn.Answer.of(404, ""));

    harness.upload(harness.options());

    assertThat(harness.google.objects.get("composer-api-1.tar.gz")).isEqualTo(harness.content);
  }
}
