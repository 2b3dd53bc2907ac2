package org.imagebuilder.agent.uploads.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.contract.worker.model.OciTargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.testing.Canary;
import org.imagebuilder.agent.testing.LogCapture;
import org.imagebuilder.agent.testing.ProgressRecord;
import org.imagebuilder.agent.uploads.CloudCaller;
import org.imagebuilder.agent.uploads.TestKey;
import org.imagebuilder.agent.uploads.Upload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OciUploadersTest {

  private static final int PART = 10_000;
  private final Instant now = Instant.now();
  private static final String PUT = "PUT /eu-frankfurt-1/n/ns1/b/images/u/";

  private final LogCapture log = new LogCapture();
  private final OracleStandIn oracle = new OracleStandIn();
  private final Path directory;
  private final ProgressRecord progress = new ProgressRecord();
  private final byte[] content = new byte[3 * PART + 5];
  private final Path credentials;

  OciUploadersTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.credentials = directory.resolve("oci.toml");
    new Random(7).nextBytes(content);
  }

  @BeforeEach
  void writeCredentials() throws IOException {
    credentials(oracle.key.pkcs8());
  }

  @AfterEach
  void stop() {
    log.close();
    assertThat(oracle.complaints()).isEmpty();
    assertThat(log.lines()).noneMatch(Canary::isIn);
    oracle.close();
  }

  @Test
  void an_image_is_made_described_and_its_object_removed() throws Exception {
    Map<String, Object> result = image(new OciTargetOptions());

    assertThat(result).isEqualTo(Map.of("region", "eu-frankfurt-1", "image_id", "ocid1.image.1"));
    JsonNode image = OracleStandIn.one(oracle.images);
    assertThat(image.path("displayName").asText()).isEqualTo("composer-api-1");
    assertThat(image.path("compartmentId").asText()).isEqualTo("ocid1.compartment");
    assertThat(image.at("/imageSourceDetails/sourceImageType").asText()).isEqualTo("QCOW2");
    assertThat(image.at("/freeformTags/Name").asText()).isEqualTo("composer-api-1");
    JsonNode schema = OracleStandIn.one(oracle.schemas);
    assertThat(schema.path("schemaData").path("Compute.LaunchMode").path("defaultValue").asText())
        .isEqualTo("PARAVIRTUALIZED");
    assertThat(schema.path("computeGlobalImageCapabilitySchemaVersionName").asText())
        .isEqualTo("version-1");
    assertThat(oracle.objects).isEmpty();
  }

  @Test
  void a_file_stays_in_object_storage_and_can_be_fetched_for_a_day() throws Exception {
    Map<String, Object> result = storage(new OciTargetOptions());

    assertThat(result.get("url"))
        .isEqualTo(
            "https://ns1.eu-frankfurt-1.example.com/p/%s/n/ns1/b/images/o/x"
                .formatted(OracleStandIn.CANARY));
    assertThat(oracle.objects.values()).singleElement().isEqualTo(content);
    String end = OracleStandIn.one(oracle.shares).path("timeExpires").asText();
    assertThat(Duration.between(now, Instant.parse(end)))
        .isBetween(Duration.ofHours(24).minusSeconds(1), Duration.ofHours(24));
  }

  @Test
  void a_target_overrides_the_workers_file_member_by_member() throws Exception {
    Files.writeString(
        credentials,
        Files.readString(credentials).replace("images", "another").replace("eu-", "us-"));
    OciTargetOptions options = new OciTargetOptions();
    options.setBucket("images");
    options.setRegion("eu-frankfurt-1");

    storage(options);

    assertThat(oracle.objects).hasSize(1);
  }

  @Test
  void an_older_form_of_the_key_signs_alike() throws Exception {
    credentials(oracle.key.pkcs1());

    storage(new OciTargetOptions());

    assertThat(oracle.objects).hasSize(1);
  }

  @Test
  void the_job_learns_how_far_it_is() throws Exception {
    image(new OciTargetOptions());

    assertThat(progress.sent()).isSorted().last().isEqualTo((long) content.length);
    assertThat(progress.steps()).containsExactly("Making an image of the file in Oracle's cloud");
  }

  @Test
  void a_cancelled_upload_leaves_nothing() throws Exception {
    oracle.refuse("/workRequests/", 1000, OracleStandIn.Answer.of(200, "{}"));
    String[] end = new String[1];
    Thread uploader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    image(new OciTargetOptions());
                  } catch (IOException | JobErrorException | InterruptedException e) {
                    end[0] = e.getClass().getSimpleName();
                  }
                });
    await().until(() -> oracle.calls().stream().anyMatch(call -> call.contains("/workRequests")));

    uploader.interrupt();
    uploader.join();

    assertThat(end[0]).isEqualTo("InterruptedException");
    assertThat(oracle.objects).isEmpty();
    assertThat(oracle.images).isEmpty();
  }

  @Test
  void a_part_whose_connection_breaks_is_sent_again() throws Exception {
    oracle.drop("uploadPartNum=2", 1, 100);

    storage(new OciTargetOptions());

    assertThat(oracle.objects.values()).singleElement().isEqualTo(content);
  }

  @Test
  void an_upload_that_broke_off_for_long_goes_on_with_what_is_missing() throws Exception {
    oracle.drop("uploadPartNum=3", 5, 100);

    storage(new OciTargetOptions());

    assertThat(oracle.objects.values()).singleElement().isEqualTo(content);
    assertThat(oracle.calls())
        .filteredOn(call -> call.startsWith(PUT) && call.contains("uploadPartNum=1"))
        .hasSize(1);
  }

  @Test
  void an_upload_that_cannot_go_on_leaves_no_parts() {
    oracle.drop("uploadPartNum=3", 1000, 100);

    JobErrorException failure = failure(new OciTargetOptions());

    assertThat(failure.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
    assertThat(failure.reason()).contains("cannot be reached, or broke the connection");
    assertThat(oracle.parts).isEmpty();
  }

  @Test
  void a_storage_that_fails_once_is_asked_again() throws Exception {
    oracle.refuse(PUT, 2, OracleStandIn.error(500, "InternalError", "no"));

    storage(new OciTargetOptions());

    assertThat(oracle.objects.values()).singleElement().isEqualTo(content);
  }

  @Test
  void an_import_that_fails_leaves_neither_object_nor_image() {
    oracle.importError = "The disk is too large";

    JobErrorException failure =
        catchThrowableOfType(JobErrorException.class, () -> image(new OciTargetOptions()));

    assertThat(failure.code()).isEqualTo(JobErrorCode.IMPORTING_IMAGE);
    assertThat(failure.details().orElseThrow().toString()).contains("The disk is too large");
    assertThat(oracle.objects).isEmpty();
    assertThat(oracle.images).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_shared_is_removed() {
    oracle.refuse(
        "POST /eu-frankfurt-1/n/ns1/b/images/p",
        1,
        OracleStandIn.error(404, "NotAuthorizedOrNotFound", "no"));

    JobErrorException failure = failure(new OciTargetOptions());

    assertThat(failure.code()).isEqualTo(JobErrorCode.GENERATING_SIGNED_URL);
    assertThat(failure.reason()).contains("PAR_MANAGE");
    assertThat(oracle.objects).isEmpty();
  }

  @Test
  void a_bucket_that_is_not_there_is_said_to_be_missing() {
    OciTargetOptions options = new OciTargetOptions();
    options.setBucket("elsewhere");

    JobErrorException failure = failure(options);

    assertThat(failure.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
    assertThat(failure.reason()).contains("The bucket does not exist in this namespace and region");
  }

  @Test
  void a_key_that_oracle_does_not_know_is_said_to_be_wrong() throws Exception {
    credentials(new TestKey().pkcs8());

    JobErrorException failure = failure(new OciTargetOptions());

    assertThat(failure.reason()).contains("check tenancy, user, fingerprint and private_key");
  }

  @Test
  void what_neither_target_nor_worker_names_is_named_in_the_error() throws Exception {
    Files.writeString(credentials, "");

    JobErrorException failure = failure(new OciTargetOptions());

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
    assertThat(failure.reason()).contains("names no tenancy", "agent.oci.credentials");
    assertThat(oracle.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"private_key = canary", "private_key = \"canary\"", "[canary"})
  void a_file_that_cannot_be_used_is_not_repeated(String text) throws Exception {
    Files.writeString(
        credentials,
        text + "\ntenancy = \"a\"\nuser = \"b\"\nfingerprint = \"c\"\nregion = \"d\"\n");

    JobErrorException failure = failure(new OciTargetOptions());

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
    assertThat(failure.reason() + failure.details()).doesNotContain("canary");
  }

  @Test
  void a_region_cannot_lead_to_another_host() {
    OciTargetOptions options = new OciTargetOptions();
    options.setRegion("x.example.com/");

    JobErrorException failure = failure(options);

    assertThat(failure.reason()).contains("region is not the name of a region");
  }

  private void credentials(String key) throws IOException {
    Files.writeString(
        credentials,
        """
        user = "ocid1.user"
        tenancy = "ocid1.tenancy"
        region = "eu-frankfurt-1"
        fingerprint = "12:34"
        bucket = "images"
        namespace = "ns1"
        compartment = "ocid1.compartment"
        private_key = \"""
        %s\"""
        """
            .formatted(key));
  }

  private Map<String, Object> image(OciTargetOptions options)
      throws IOException, JobErrorException, InterruptedException {
    return new OciUploader(settings(), caller(), InstantSource.system()).upload(options, upload());
  }

  private Map<String, Object> storage(OciTargetOptions options)
      throws IOException, JobErrorException, InterruptedException {
    return new OciStorageUploader(settings(), caller(), InstantSource.fixed(now))
        .upload(options, upload());
  }

  private JobErrorException failure(OciTargetOptions options) {
    return Canary.missing(catchThrowableOfType(JobErrorException.class, () -> storage(options)));
  }

  private OciSettings settings() {
    return new OciSettings(
        Optional.of(credentials), oracle.endpoints(), PART, Duration.ofMillis(1));
  }

  private static CloudCaller caller() {
    return new CloudCaller(
        new HttpCaller(HttpTrust.usual(), HttpProxies.none()),
        HttpRetry.from(Duration.ofMillis(1)),
        Json.mapper());
  }

  private Upload upload() throws IOException {
    Path file = Files.write(directory.resolve("disk.qcow2"), content);
    return new Upload(
        file, "composer-api-1", "disk.qcow2", new Lease("t", URI.create("/")), progress);
  }
}
