package org.imagebuilder.agent.uploads.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.imagebuilder.agent.contract.worker.model.OciTargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.testing.Canary;
import org.imagebuilder.agent.testing.CanaryWatch;
import org.imagebuilder.agent.uploads.TestKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against an Oracle that fails when the test wants it to. */
class OciTroubleTest {

  private static final String PUT = "PUT /eu-frankfurt-1/n/ns1/b/images/u/";

  @RegisterExtension private final CanaryWatch log = new CanaryWatch();
  private final OciHarness harness;

  OciTroubleTest(@TempDir Path directory) throws IOException {
    harness = new OciHarness(directory);
  }

  @AfterEach
  void stop() {
    assertThat(harness.oracle.complaints()).isEmpty();
    harness.close();
  }

  @Test
  void a_cancelled_upload_leaves_nothing() throws Exception {
    harness.oracle.refuse("/workRequests/", 1000, OracleStandIn.Answer.of(200, "{}"));
    String[] end = new String[1];
    Thread uploader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    harness.image(new OciTargetOptions());
                  } catch (IOException | JobErrorException | InterruptedException e) {
                    end[0] = e.getClass().getSimpleName();
                  }
                });
    await()
        .until(
            () -> harness.oracle.calls().stream().anyMatch(call -> call.contains("/workRequests")));

    uploader.interrupt();
    uploader.join();

    assertThat(end[0]).isEqualTo("InterruptedException");
    assertThat(harness.oracle.objects).isEmpty();
    assertThat(harness.oracle.images).isEmpty();
  }

  @Test
  void a_part_whose_connection_breaks_is_sent_again() throws Exception {
    harness.oracle.drop("uploadPartNum=2", 1, 100);

    harness.storage(new OciTargetOptions());

    assertThat(harness.oracle.objects.values()).singleElement().isEqualTo(harness.content);
  }

  @Test
  void an_upload_that_broke_off_for_long_goes_on_with_what_is_missing() throws Exception {
    harness.oracle.drop("uploadPartNum=3", 5, 100);

    harness.storage(new OciTargetOptions());

    assertThat(harness.oracle.objects.values()).singleElement().isEqualTo(harness.content);
    assertThat(harness.oracle.calls())
        .filteredOn(call -> call.startsWith(PUT) && call.contains("uploadPartNum=1"))
        .hasSize(1);
  }

  @Test
  void an_upload_that_cannot_go_on_leaves_no_parts() {
    harness.oracle.drop("uploadPartNum=3", 1000, 100);

    JobErrorException failure = failure(new OciTargetOptions());

    assertThat(failure.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
    assertThat(failure.reason()).contains("cannot be reached, or broke the connection");
    assertThat(harness.oracle.parts).isEmpty();
  }

  @Test
  void a_storage_that_fails_once_is_asked_again() throws Exception {
    harness.oracle.refuse(PUT, 2, OracleStandIn.error(500, "InternalError", "no"));

    harness.storage(new OciTargetOptions());

    assertThat(harness.oracle.objects.values()).singleElement().isEqualTo(harness.content);
  }

  @Test
  void an_import_that_fails_leaves_neither_object_nor_image() {
    harness.oracle.importError = "The disk is too large";

    JobErrorException failure =
        catchThrowableOfType(JobErrorException.class, () -> harness.image(new OciTargetOptions()));

    assertThat(failure.code()).isEqualTo(JobErrorCode.IMPORTING_IMAGE);
    assertThat(failure.details().orElseThrow().toString()).contains("The disk is too large");
    assertThat(harness.oracle.objects).isEmpty();
    assertThat(harness.oracle.images).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_shared_is_removed() {
    harness.oracle.refuse(
        "POST /eu-frankfurt-1/n/ns1/b/images/p",
        1,
        OracleStandIn.error(404, "NotAuthorizedOrNotFound", "no"));

    JobErrorException failure = failure(new OciTargetOptions());

    assertThat(failure.code()).isEqualTo(JobErrorCode.GENERATING_SIGNED_URL);
    assertThat(failure.reason()).contains("PAR_MANAGE");
    assertThat(harness.oracle.objects).isEmpty();
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
    harness.credentials(new TestKey().pkcs8());

    JobErrorException failure = failure(new OciTargetOptions());

    assertThat(failure.reason()).contains("check tenancy, user, fingerprint and private_key");
  }

  @Test
  void what_neither_target_nor_worker_names_is_named_in_the_error() throws Exception {
    Files.writeString(harness.file, "");

    JobErrorException failure = failure(new OciTargetOptions());

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
    assertThat(failure.reason()).contains("names no tenancy", "agent.oci.credentials");
    assertThat(harness.oracle.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"private_key = canary", "private_key = \"canary\"", "[canary"})
  void a_file_that_cannot_be_used_is_not_repeated(String text) throws Exception {
    Files.writeString(
        harness.file,
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

  @Test
  void a_list_of_parts_without_end_is_given_up() {
    harness.oracle.drop("uploadPartNum=2", 1000, 100);
    harness.oracle.refuse(
        "limit=1000", 1_000_000, OracleStandIn.Answer.of(200, "[]").with("opc-next-page", "a b&c"));

    JobErrorException failure = failure(new OciTargetOptions());

    assertThat(failure.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
    assertThat(harness.oracle.calls())
        .anyMatch(call -> call.contains("&page=a%20b%26c"))
        .last()
        .asString()
        .startsWith("DELETE");
  }

  @Test
  void an_image_whose_id_leads_elsewhere_is_none() {
    harness.oracle.refuse(
        "POST /eu-frankfurt-1/iaas/20160918/images",
        1,
        OracleStandIn.Answer.of(200, "{\"id\":\"../instances?x\"}"));

    JobErrorException failure =
        catchThrowableOfType(JobErrorException.class, () -> harness.image(new OciTargetOptions()));

    assertThat(failure.code()).isEqualTo(JobErrorCode.IMPORTING_IMAGE);
    assertThat(harness.oracle.objects).isEmpty();
  }

  private JobErrorException failure(OciTargetOptions options) {
    return Canary.missing(
        catchThrowableOfType(JobErrorException.class, () -> harness.storage(options)));
  }
}
