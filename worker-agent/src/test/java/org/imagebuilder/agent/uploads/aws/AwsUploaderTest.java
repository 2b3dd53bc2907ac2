package org.imagebuilder.agent.uploads.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.contract.worker.model.AwsTargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.testing.ProgressRecord;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.uploads.Upload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a stand-in for EC2 that checks what it is sent. */
class AwsUploaderTest {

  private final Path directory;
  private final Ec2StandIn aws = new Ec2StandIn();
  private final ProgressRecord progress = new ProgressRecord();
  private String filename = "disk.raw";

  AwsUploaderTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void an_image_goes_through_s3_and_a_snapshot() throws Exception {
    Map<String, Object> result = upload(options().shareWithAccounts(null));

    assertThat(result).isEqualTo(Map.of("ami", "ami-1", "region", "eu-central-1"));
    assertThat(aws.calls())
        .containsExactly(
            "PUT /images/composer-api-1",
            "ImportSnapshot",
            "DescribeImportSnapshotTasks",
            "DELETE /images/composer-api-1",
            "CreateTags",
            "RegisterImage",
            "CreateTags");
  }

  @Test
  void the_import_names_the_file() throws Exception {
    upload(options());

    assertThat(aws.form("ImportSnapshot"))
        .containsEntry("Version", "2016-11-15")
        .containsEntry("Description", "Image Builder AWS Import of my-image")
        .containsEntry("DiskContainer.Format", "RAW")
        .containsEntry("DiskContainer.UserBucket.S3Bucket", "images")
        .containsEntry("DiskContainer.UserBucket.S3Key", "composer-api-1")
        .containsKey("ClientToken");
  }

  @Test
  void the_image_boots_as_it_was_built() throws Exception {
    upload(options().bootMode("uefi-preferred"));

    assertThat(aws.form("RegisterImage"))
        .containsEntry("Name", "my-image")
        .containsEntry("Architecture", "arm64")
        .containsEntry("VirtualizationType", "hvm")
        .containsEntry("EnaSupport", "true")
        .containsEntry("BootMode", "uefi-preferred")
        .containsEntry("RootDeviceName", "/dev/sda1")
        .containsEntry("BlockDeviceMapping.1.DeviceName", "/dev/sda1")
        .containsEntry("BlockDeviceMapping.1.Ebs.SnapshotId", "snap-1");
  }

  @Test
  void snapshot_and_image_are_named_and_shared() throws Exception {
    upload(options().shareWithAccounts(List.of("123456789012", "210987654321")));

    assertThat(aws.forms("CreateTags"))
        .extracting(form -> form.get("ResourceId.1"))
        .containsExactly("snap-1", "ami-1");
    assertThat(aws.form("ModifySnapshotAttribute"))
        .containsEntry("Attribute", "createVolumePermission")
        .containsEntry("OperationType", "add")
        .containsEntry("UserId.2", "210987654321");
    assertThat(aws.form("ModifyImageAttribute"))
        .containsEntry("LaunchPermission.Add.1.UserId", "123456789012");
  }

  @Test
  void an_import_is_waited_for() throws Exception {
    aws.answer(
        "DescribeImportSnapshotTasks",
        count ->
            switch (count) {
              case 0 -> Ec2StandIn.error("InvalidConversionTaskId", "not yet");
              case 1 -> Ec2StandIn.detail("active", "<progress>43</progress>");
              default -> Ec2StandIn.detail("completed", "<snapshotId>snap-9</snapshotId>");
            });

    upload(options());

    assertThat(progress.steps()).contains("Importing the snapshot: 43 %");
    assertThat(aws.form("RegisterImage"))
        .containsEntry("BlockDeviceMapping.1.Ebs.SnapshotId", "snap-9");
  }

  @Test
  void a_packed_image_is_unpacked_first() throws Exception {
    filename = "disk.raw.xz";
    Path plain = Files.writeString(directory.resolve("disk.raw"), "a disk");
    assertThat(new ProcessBuilder("xz", plain.toString()).start().waitFor()).isZero();

    upload(options());

    assertThat(Files.readString(directory.resolve("unpacked-for-aws"))).isEqualTo("a disk");
    assertThat(aws.form("ImportSnapshot")).containsEntry("DiskContainer.Format", "RAW");
  }

  @Test
  void what_is_not_packed_although_it_says_so_is_error_28() throws Exception {
    filename = "disk.raw.xz";

    assertThat(failure(options()).code()).isEqualTo(JobErrorCode.TARGET_ERROR);
    assertThat(aws.calls()).isEmpty();
  }

  @Test
  void an_import_that_ec2_gives_up_says_why() throws Exception {
    aws.answer(
        "DescribeImportSnapshotTasks",
        Ec2StandIn.detail("deleted", "<statusMessage>Disk validation failed</statusMessage>"));

    JobErrorException failure = failure(options());

    assertThat(failure.code()).isEqualTo(JobErrorCode.IMPORTING_IMAGE);
    assertThat(failure.details().orElseThrow().toString()).contains("Disk validation failed");
    assertThat(aws.calls()).endsWith("CancelImportTask", "DELETE /images/composer-api-1");
  }

  @Test
  void a_missing_import_role_is_explained() throws Exception {
    aws.refuse("ImportSnapshot", "InvalidParameter", "The service role vmimport does not exist");

    JobErrorException failure = failure(options());

    assertThat(failure.reason()).contains("needs the role vmimport");
    assertThat(aws.calls()).endsWith("ImportSnapshot", "DELETE /images/composer-api-1");
  }

  @Test
  void a_failed_registration_leaves_no_snapshot() throws Exception {
    aws.refuse("RegisterImage", "InvalidAMIName.Malformed", "no");

    JobErrorException failure = failure(options());

    assertThat(failure.code()).isEqualTo(JobErrorCode.IMPORTING_IMAGE);
    assertThat(failure.reason()).contains("register the image");
    assertThat(aws.form("DeleteSnapshot")).containsEntry("SnapshotId", "snap-1");
  }

  @Test
  void a_failed_share_leaves_neither_image_nor_snapshot() throws Exception {
    aws.refuse("ModifyImageAttribute", "InvalidAMIAttributeItemValue", "no such account");

    failure(options().shareWithAccounts(List.of("1")));

    assertThat(aws.calls()).endsWith("DeregisterImage", "DeleteSnapshot");
  }

  @Test
  void a_registration_whose_answer_was_lost_counts() throws Exception {
    aws.answer(
        "RegisterImage",
        count ->
            count == 0
                ? Ec2StandIn.error("InternalError", "try again")
                : Ec2StandIn.error("InvalidAMIName.Duplicate", "there"));

    assertThat(upload(options())).containsEntry("ami", "ami-1");
    assertThat(aws.form("DescribeImages")).containsEntry("Filter.1.Value.1", "my-image");
  }

  @Test
  void a_busy_service_is_asked_again() throws Exception {
    aws.answer(
        "ImportSnapshot",
        count ->
            count < 2
                ? Ec2StandIn.error("RequestLimitExceeded", "slow down")
                : "<importTaskId>import-snap-1</importTaskId>");

    upload(options());

    assertThat(aws.forms("ImportSnapshot"))
        .hasSize(3)
        .extracting(form -> form.get("ClientToken"))
        .containsOnly(aws.forms("ImportSnapshot").getFirst().get("ClientToken"));
  }

  @Test
  void a_missing_bucket_is_error_11() throws Exception {
    aws.answer(
        "PUT /images/composer-api-1",
        "<Error><Code>NoSuchBucket</Code><Message>none</Message></Error>");

    JobErrorException failure = failure(options());

    assertThat(failure.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
    assertThat(failure.reason()).contains("images", "create it");
    assertThat(aws.calls()).containsExactly("PUT /images/composer-api-1");
  }

  @Test
  void wrong_credentials_are_said_to_be_wrong_and_not_shown() throws Exception {
    JobErrorException failure =
        failure(options().accessKeyID("AKIDTEST").secretAccessKey("canary-wrong"));

    assertThat(failure.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
    assertThat(failure.reason()).contains("credentials are wrong").doesNotContain("canary");
    assertThat(failure.details().orElseThrow().toString()).doesNotContain("canary");
  }

  @Test
  void a_cancelled_upload_leaves_nothing() throws Exception {
    CompletableFuture<Boolean> waiting = new CompletableFuture<>();
    aws.answer(
        "DescribeImportSnapshotTasks",
        count -> {
          waiting.complete(true);
          return Ec2StandIn.detail("active", "");
        });
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    upload(options());
                  } catch (JobErrorException | IOException | InterruptedException e) {
                    end.complete(e);
                  }
                });
    waiting.get();

    thread.interrupt();

    assertThat(end.get()).isInstanceOf(InterruptedException.class);
    assertThat(aws.calls()).endsWith("CancelImportTask", "DELETE /images/composer-api-1");
  }

  @Test
  void bad_options_are_refused_before_anything_is_sent() throws Exception {
    assertThat(failure(options().key("")).reason()).contains("key");
    assertThat(failure(options().bootMode("bios")).reason()).contains("bootMode");
    assertThat(failure(options().region("x.example.com/")).reason()).contains("region");
    filename = "disk.qcow2";
    assertThat(failure(options()).reason()).contains("disk.qcow2");
    assertThat(aws.calls()).isEmpty();
  }

  private static AwsTargetOptions options() {
    return new AwsTargetOptions().region("eu-central-1").key("composer-api-1");
  }

  private JobErrorException failure(AwsTargetOptions options) {
    return catchThrowableOfType(JobErrorException.class, () -> upload(options));
  }

  private Map<String, Object> upload(AwsTargetOptions options)
      throws IOException, JobErrorException, InterruptedException {
    Path file = directory.resolve(filename);
    if (!Files.exists(file)) {
      Files.writeString(file, "a disk");
    }
    AwsAccount account = AwsTestSettings.at(aws.uri(), 1 << 20).account(AwsTestSettings.KEYS);
    Upload upload =
        new Upload(file, "my-image", filename, new Lease("t", URI.create("/")), progress);
    return new AwsUploader(account, new ToolRunner(directory), "aarch64").upload(options, upload);
  }
}
