package org.imagebuilder.agent.uploads.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.imagebuilder.agent.contract.worker.model.GcpTargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.testing.Canary;
import org.imagebuilder.agent.testing.CanaryWatch;
import org.imagebuilder.agent.testing.StandIn;
import org.imagebuilder.agent.uploads.TestKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a Google that fails when the test wants it to. */
class GcpTroubleTest {

  private static final String IMAGES = "POST /compute/v1/projects/images-123/global/images?";

  @RegisterExtension private final CanaryWatch log = new CanaryWatch();
  private final GcpHarness harness;

  GcpTroubleTest(@TempDir Path directory) throws IOException {
    harness = new GcpHarness(directory);
  }

  @AfterEach
  void stop() {
    assertThat(harness.google.complaints()).isEmpty();
    harness.close();
  }

  @Test
  void a_connection_that_breaks_within_a_chunk_is_resumed_where_google_stopped() throws Exception {
    harness.google.drop("PUT /session", 1, 300 << 10);

    harness.upload(harness.options());

    assertThat(harness.google.images).containsKey(GcpHarness.NAME);
    assertThat(harness.google.chunks).contains(300 << 10);
    assertThat(log.lines()).anyMatch(line -> line.contains("An upload will be resumed"));
  }

  @Test
  void a_storage_that_fails_once_is_asked_how_far_it_came() throws Exception {
    harness.google.refuse("PUT /session", 2, StandIn.Answer.of(503, ""));

    harness.upload(harness.options());

    assertThat(harness.google.images).containsKey(GcpHarness.NAME);
  }

  @Test
  void a_session_that_is_gone_begins_anew_once() throws Exception {
    harness.google.refuse("PUT /session", 1, StandIn.Answer.of(410, ""));

    harness.upload(harness.options());

    assertThat(harness.google.images).containsKey(GcpHarness.NAME);
  }

  @Test
  void a_storage_that_stays_away_ends_with_the_upload_error_and_no_session() {
    harness.google.drop("PUT /session", 100, 1000);

    JobErrorException failure = failure(harness.options());

    assertThat(failure.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
    assertThat(failure.reason()).contains("127.0.0.1 cannot be reached, or broke the connection");
    assertThat(harness.google.calls())
        .anyMatch(call -> call.startsWith("DELETE /session"))
        .noneMatch(call -> call.startsWith(IMAGES));
  }

  @Test
  void a_bucket_that_is_not_there_is_named() {
    GcpTargetOptions options = harness.options();
    options.setBucket("elsewhere");

    JobErrorException failure = failure(options);

    assertThat(failure.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
    assertThat(failure.reason())
        .contains("The bucket elsewhere does not exist", "agent.gcp.bucket");
  }

  @Test
  void a_missing_permission_is_named() {
    harness.google.refuse(
        "POST /upload",
        1,
        StandIn.Answer.of(403, "{\"error\":{\"code\":403,\"message\":\"no access\"}}"));

    JobErrorException failure = failure(harness.options());

    assertThat(failure.reason()).contains(GoogleStandIn.EMAIL, "storage.objects.create");
    assertThat(failure.details()).contains("no access");
  }

  @Test
  void a_token_that_google_withdrew_is_renewed_once() throws Exception {
    harness.google.refuse(IMAGES, 1, StandIn.Answer.of(401, "{}"));

    harness.upload(harness.options());

    assertThat(harness.google.tokens).hasSize(2);
  }

  @Test
  void a_key_that_google_does_not_know_is_a_fault_of_the_target() {
    GcpTargetOptions options = harness.options();
    String other = new TestKey().pkcs8().replace("\n", "\\n");
    String mine = harness.google.key.pkcs8().replace("\n", "\\n");
    options.setCredentials(
        harness.google.serviceAccount().replace(mine, other).getBytes(StandardCharsets.UTF_8));

    JobErrorException failure = failure(options);

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
    assertThat(failure.reason()).contains("The target's credentials", "invalid_grant");
    assertThat(failure.details()).contains("Invalid JWT Signature.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "canary-key",
        "{\"type\":\"service_account\",\"client_email\":\"a\",\"private_key\":\"canary-key\"}",
        "{\"type\":\"authorized_user\",\"client_secret\":\"canary-key\"}",
        "{\"type\":\"external_account\",\"x\":\"canary-key\"}"
      })
  void credentials_that_are_none_are_refused_without_repeating_them(String json) {
    GcpTargetOptions options = harness.options();
    options.setCredentials(json.getBytes(StandardCharsets.UTF_8));

    JobErrorException failure = failure(options);

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
    assertThat(harness.google.calls()).isEmpty();
  }

  @Test
  void without_any_credentials_the_error_names_the_setting() {
    harness.metadata = URI.create("http://127.0.0.1:1");
    GcpTargetOptions options = harness.options();
    options.setCredentials(null);

    JobErrorException failure = failure(options);

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
    assertThat(failure.reason()).contains("no credentials for Google: set agent.gcp.credentials");
  }

  @Test
  void an_import_that_fails_leaves_neither_object_nor_image() {
    harness.google.operationError = "The tar archive is not valid";

    JobErrorException failure = failure(harness.options());

    assertThat(failure.code()).isEqualTo(JobErrorCode.IMPORTING_IMAGE);
    assertThat(failure.details().orElseThrow())
        .isEqualTo(List.of("BAD: The tar archive is not valid"));
    assertThat(harness.google.left()).isEmpty();
  }

  @Test
  void a_lost_answer_to_the_insert_is_asked_for_again() throws Exception {
    harness.google.drop("operations/operation-1/wait", 1, 0);

    harness.upload(harness.options());

    assertThat(harness.google.images).containsKey(GcpHarness.NAME);
  }

  @Test
  void an_image_of_the_same_name_is_left_alone() throws Exception {
    harness.upload(harness.options());

    JobErrorException failure = failure(harness.options());

    assertThat(failure.code()).isEqualTo(JobErrorCode.IMPORTING_IMAGE);
    assertThat(failure.reason()).contains("choose another image_name");
    assertThat(harness.google.left()).containsExactly(GcpHarness.NAME);
    assertThat(harness.google.calls())
        .filteredOn(call -> call.startsWith("POST /upload"))
        .hasSize(1);
  }

  @Test
  void an_image_that_somebody_else_made_in_between_is_left_alone() throws Exception {
    harness.upload(harness.options());
    harness.google.refuse("GET /compute", 1, StandIn.Answer.of(404, ""));

    JobErrorException failure = failure(harness.options());

    assertThat(failure.reason()).contains("choose another image_name");
    assertThat(harness.google.left()).containsExactly(GcpHarness.NAME);
  }

  @Test
  void an_image_that_cannot_be_shared_is_removed() {
    harness.google.refuse(
        "/setIamPolicy",
        1,
        StandIn.Answer.of(400, "{\"error\":{\"message\":\"User nobody does not exist\"}}"));

    JobErrorException failure = failure(harness.options());

    assertThat(failure.code()).isEqualTo(JobErrorCode.SHARING_TARGET);
    assertThat(failure.reason()).contains("user:NAME@DOMAIN");
    assertThat(harness.google.left()).isEmpty();
  }

  @Test
  void a_policy_that_was_changed_in_between_is_read_again() throws Exception {
    harness.google.refuse("/setIamPolicy", 2, StandIn.Answer.of(412, "{}"));

    harness.upload(harness.options());

    assertThat(harness.google.calls()).filteredOn(call -> call.contains("getIamPolicy")).hasSize(3);
  }

  @Test
  void an_interrupted_upload_leaves_nothing() throws Exception {
    harness.google.refuse("operations/operation-1/wait", 1000, StandIn.Answer.of(200, "{}"));
    String[] end = new String[1];
    Thread uploader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    harness.upload(harness.options());
                  } catch (IOException | JobErrorException | InterruptedException e) {
                    end[0] = e.getClass().getSimpleName();
                  }
                });
    await().until(() -> !harness.google.images.isEmpty());

    uploader.interrupt();
    uploader.join();

    assertThat(end[0]).isEqualTo("InterruptedException");
    assertThat(harness.google.left()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Upper", "a_b", "1a", "", "trailing-"})
  void a_name_that_google_would_refuse_is_refused_before_the_upload(String name) throws Exception {
    JobErrorException failure =
        catchThrowableOfType(
            JobErrorException.class, () -> harness.upload(harness.options(), name));

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
    assertThat(harness.google.calls()).isEmpty();
  }

  @Test
  void a_storage_that_has_more_than_was_sent_is_not_believed() {
    harness.google.refuse(
        "PUT /session", 1, StandIn.Answer.of(308, "").with("Range", "bytes=0-999999999999"));

    assertThat(failure(harness.options()).code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
  }

  /** Else the same bytes would go there for ever. */
  @Test
  void a_storage_that_loses_again_what_it_had_is_given_up() {
    StandIn.Answer had = StandIn.Answer.of(308, "").with("Range", "bytes=0-1023");
    for (int i = 0; i < 100; i++) {
      harness.google.refuse("PUT /session", 1, had);
      harness.google.refuse("PUT /session", 1, StandIn.Answer.of(308, ""));
    }

    assertThat(failure(harness.options()).code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
  }

  private JobErrorException failure(GcpTargetOptions options) {
    return Canary.missing(
        catchThrowableOfType(JobErrorException.class, () -> harness.upload(options)));
  }
}
