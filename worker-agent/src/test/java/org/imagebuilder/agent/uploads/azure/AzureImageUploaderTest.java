package org.imagebuilder.agent.uploads.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.AzureImageTargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.testing.Canary;
import org.imagebuilder.agent.testing.CanaryWatch;
import org.imagebuilder.agent.testing.StandIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureImageUploaderTest {

  private final AzureStandIn azure = new AzureStandIn();
  @RegisterExtension private final CanaryWatch log = new CanaryWatch();
  private final AzureHarness harness;

  AzureImageUploaderTest(@TempDir Path directory) throws IOException {
    harness = new AzureHarness(directory);
  }

  @AfterEach
  void stop() {
    assertThat(azure.complaints()).isEmpty();
    azure.close();
  }

  @Test
  void an_image_is_made_in_the_groups_location_through_an_account_of_its_own() throws Exception {
    Map<String, Object> result = harness.image(azure, AzureHarness.imageOptions());

    assertThat(result).isEqualTo(Map.of("image_name", AzureHarness.NAME));
    JsonNode image = azure.image(AzureHarness.NAME);
    assertThat(image.path("location").asText()).isEqualTo("westeurope");
    assertThat(image.at("/properties/hyperVGeneration").asText()).isEqualTo("V2");
    assertThat(image.at("/properties/storageProfile/osDisk").toString())
        .contains("\"osType\":\"Linux\",\"osState\":\"Generalized\"");
    assertThat(azure.accounts).containsValue("location=westeurope");
    assertThat(azure.blobs.keySet())
        .singleElement()
        .asString()
        .endsWith("/imagebuilder/composer-api-1.vhd");
  }

  @Test
  void the_disk_arrives_whole_though_zero_ranges_are_not_sent() throws Exception {
    harness.image(azure, AzureHarness.imageOptions());

    assertThat(azure.blobs.values()).singleElement().isEqualTo(harness.content);
    assertThat(azure.blobMd5.values()).containsExactly(AzureStandIn.md5(harness.content));
    assertThat(azure.ranges)
        .containsExactlyInAnyOrder(
            "bytes=0-4194303",
            "bytes=4194304-8388607",
            "bytes=12582912-16777215",
            "bytes=16777216-16778239");
  }

  @Test
  void the_job_learns_how_far_it_is() throws Exception {
    harness.image(azure, AzureHarness.imageOptions());

    assertThat(harness.progress.sent()).hasSize(5).contains((long) harness.content.length);
    assertThat(harness.progress.steps()).containsExactly("Making an image of the disk in Azure");
  }

  @Test
  void a_cancelled_upload_leaves_nothing() throws Exception {
    azure.refuse("/operations/image", 1000, StandIn.Answer.of(200, "{}"));
    String[] end = new String[1];
    Thread uploader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    harness.image(azure, AzureHarness.imageOptions());
                  } catch (IOException | JobErrorException | InterruptedException e) {
                    end[0] = e.getClass().getSimpleName();
                  }
                });
    await()
        .until(() -> azure.calls().stream().anyMatch(call -> call.contains("/operations/image")));

    uploader.interrupt();
    uploader.join();

    assertThat(end[0]).isEqualTo("InterruptedException");
    assertThat(azure.blobs).isEmpty();
    assertThat(azure.images).isEmpty();
  }

  @Test
  void an_account_that_is_tagged_for_the_location_serves_again() throws Exception {
    azure.accounts.put("another", "location=northeurope");
    azure.accounts.put("ours", "location=eastus");
    AzureImageTargetOptions options = AzureHarness.imageOptions();
    options.setLocation("eastus");

    harness.image(azure, options);

    assertThat(azure.accounts).hasSize(2);
    assertThat(azure.blobs.keySet()).allMatch(path -> path.startsWith("/blobs/ours/"));
  }

  @Test
  void a_token_that_azure_withdrew_is_renewed_once() throws Exception {
    azure.refuse("/listKeys", 1, StandIn.Answer.of(401, "{}"));

    harness.image(azure, AzureHarness.imageOptions());

    assertThat(azure.images).hasSize(1);
    assertThat(azure.calls()).filteredOn(call -> call.endsWith("/token")).hasSize(2);
  }

  @Test
  void ranges_are_sent_again_after_a_broken_connection_and_a_busy_storage() throws Exception {
    azure.drop("comp=page", 1, 100_000);
    azure.refuse("comp=page", 2, StandIn.Answer.of(503, ""));

    harness.image(azure, AzureHarness.imageOptions());

    assertThat(azure.blobs.values()).singleElement().isEqualTo(harness.content);
  }

  @Test
  void a_storage_that_stays_away_leaves_no_blob() {
    azure.drop("comp=page", 1000, 1);

    JobErrorException failure = failure(AzureHarness.imageOptions());

    assertThat(failure.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
    assertThat(failure.reason()).contains("cannot be reached, or broke the connection");
    assertThat(azure.blobs).isEmpty();
  }

  @Test
  void an_image_that_azure_cannot_make_leaves_nothing() {
    azure.imageError = "The disk has no footer";

    JobErrorException failure = failure(AzureHarness.imageOptions());

    assertThat(failure.code()).isEqualTo(JobErrorCode.IMPORTING_IMAGE);
    assertThat(failure.details()).contains("The disk has no footer");
    assertThat(azure.blobs).isEmpty();
    assertThat(azure.images).isEmpty();
  }

  @Test
  void an_image_that_failed_is_removed_unless_it_was_there_before() throws Exception {
    harness.image(azure, AzureHarness.imageOptions());
    azure.imageError = "The disk has no footer";

    failure(AzureHarness.imageOptions());

    assertThat(azure.images).containsKey(AzureHarness.NAME);
  }

  @Test
  void the_token_is_not_taken_to_another_host() {
    azure.operations = "http://127.0.0.2:1";

    JobErrorException failure = failure(AzureHarness.imageOptions());

    assertThat(failure.details()).contains("Azure refers to another host for the outcome");
  }

  @Test
  void without_credentials_the_error_names_the_setting() {
    JobErrorException failure =
        catchThrowableOfType(
            JobErrorException.class,
            () -> harness.image(azure, AzureHarness.imageOptions(), Optional.empty()));

    assertThat(failure.code()).isEqualTo(JobErrorCode.SHARING_TARGET);
    assertThat(failure.reason()).contains("agent.azure.credentials");
  }

  @Test
  void a_wrong_secret_is_said_to_be_one_and_not_repeated() throws Exception {
    Files.writeString(
        harness.credentials, "client_id = \"app-1\"\nclient_secret = \"canary-wrong\"\n");

    JobErrorException failure = failure(AzureHarness.imageOptions());

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
    assertThat(failure.reason()).contains("client_id and client_secret");
    assertThat(failure.reason() + failure.details()).doesNotContain("canary");
  }

  @Test
  void a_credentials_file_that_is_not_toml_is_not_repeated() throws Exception {
    Files.writeString(harness.credentials, "client_secret = canary-unquoted\n");

    JobErrorException failure = failure(AzureHarness.imageOptions());

    assertThat(failure.reason()).contains("is not TOML");
    assertThat(failure.reason() + failure.details()).doesNotContain("canary");
  }

  @ParameterizedTest
  @CsvSource({
    "AuthorizationFailed,Microsoft.Storage/storageAccounts/read",
    "ResourceGroupNotFound,name another in resource_group",
    "SubscriptionNotFound,Azure does not know the subscription sub-1"
  })
  void a_refusal_says_what_to_do(String code, String advice) {
    azure.refuse(
        "GET /subscriptions/sub-1/resourceGroups/images/providers",
        1,
        StandIn.Answer.of(403, AzureStandIn.error(code, "no")));

    JobErrorException failure = failure(AzureHarness.imageOptions());

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
    assertThat(failure.reason()).contains(advice);
  }

  @Test
  void a_directory_that_does_not_exist_is_named() {
    AzureImageTargetOptions options = AzureHarness.imageOptions();
    options.setTenantId("elsewhere");

    JobErrorException failure = failure(options);

    assertThat(failure.reason()).contains("directory elsewhere: check tenant_id");
  }

  @Test
  void a_generation_that_azure_does_not_have_is_refused_before_anything_is_sent() {
    AzureImageTargetOptions options = AzureHarness.imageOptions();
    options.setHypervGeneration("V3");

    JobErrorException failure = failure(options);

    assertThat(failure.reason()).contains("hyperv_generation");
    assertThat(azure.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://management.example.com/next", "not a link", "mailto:x"})
  void a_list_that_goes_on_elsewhere_is_not_followed_with_the_token(String link) {
    azure.refuse(
        "storageAccounts?",
        1,
        StandIn.Answer.of(200, "{\"value\":[],\"nextLink\":\"%s\"}".formatted(link)));

    JobErrorException failure = failure(AzureHarness.imageOptions());

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
    assertThat(failure.details().toString()).contains("goes on at another host");
  }

  private JobErrorException failure(AzureImageTargetOptions options) {
    return Canary.missing(
        catchThrowableOfType(JobErrorException.class, () -> harness.image(azure, options)));
  }
}
