package org.imagebuilder.agent.uploads.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.composer.Offer;
import org.imagebuilder.agent.jobs.AwsEc2CopyHandler;
import org.imagebuilder.agent.jobs.AwsEc2ShareHandler;
import org.imagebuilder.agent.jobs.JobContext;
import org.imagebuilder.agent.jobs.JobHandlers;
import org.imagebuilder.agent.jobs.JobOutcome;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.testing.Examples;
import org.imagebuilder.agent.workspace.Workspace;
import org.imagebuilder.agent.workspace.Workspaces;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two job types about images that are in EC2 already, against a stand-in. */
class AwsEc2JobsTest {

  private static final Map<String, String> NOBODY =
      Map.of("HOME", "/", "AWS_EC2_METADATA_DISABLED", "true");

  private final Path directory;
  private final Ec2StandIn aws = new Ec2StandIn();
  private Map<String, String> environment = AwsTestSettings.KEYS;

  AwsEc2JobsTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void a_copy_is_waited_for_and_named_with_its_snapshots() throws Exception {
    aws.answer(
        "DescribeImages",
        count ->
            switch (count) {
              case 0 -> Ec2StandIn.error("InvalidAMIID.NotFound", "not yet");
              case 1 -> Ec2StandIn.image("ami-2", "pending", "");
              default -> Ec2StandIn.image("ami-2", "available", "snap-2");
            });

    JsonNode result = run("aws-ec2-copy", Examples.job("aws-ec2-copy.args"));

    assertThat(result.toString()).isEqualTo("{\"ami\":\"ami-2\",\"region\":\"us-east-1\"}");
    assertThat(aws.form("CopyImage"))
        .containsEntry("SourceImageId", "ami-0c830793775595d4b")
        .containsEntry("SourceRegion", "eu-west-1")
        .containsEntry("Name", "composer-api-5f6b2c1e-0f5c-4a0f-9d43-0f6a3e1b7c22");
    assertThat(aws.forms("CreateTags"))
        .extracting(form -> form.get("ResourceId.1"))
        .containsExactly("ami-2", "snap-2");
  }

  @Test
  void a_copy_that_fails_in_ec2_is_removed() throws Exception {
    aws.answer("DescribeImages", Ec2StandIn.image("ami-2", "failed", "snap-2"));

    JsonNode result = run("aws-ec2-copy", Examples.job("aws-ec2-copy.args"));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(3);
    assertThat(result.path("ami").asText()).isEmpty();
    assertThat(aws.calls()).endsWith("DeregisterImage", "DeleteSnapshot");
  }

  @Test
  void a_share_lets_accounts_use_image_and_snapshots() throws Exception {
    JsonNode result = run("aws-ec2-share", Examples.job("aws-ec2-share.same-region.args"));

    assertThat(result.path("ami").asText()).isEqualTo("ami-0c830793775595d4b");
    assertThat(aws.calls())
        .containsExactly("DescribeImages", "ModifySnapshotAttribute", "ModifyImageAttribute");
    assertThat(aws.form("ModifyImageAttribute"))
        .containsEntry("ImageId", "ami-0c830793775595d4b")
        .containsEntry("LaunchPermission.Add.2.UserId", "210987654321");
  }

  @Test
  void an_image_that_is_not_named_is_that_of_the_copy() throws Exception {
    JsonNode result =
        run(
            "aws-ec2-share",
            Examples.job("aws-ec2-share.args"),
            Examples.job("aws-ec2-copy.result"));

    assertThat(result.path("ami").asText()).isEqualTo("ami-0d1f2c3b4a5968778");
    assertThat(result.path("region").asText()).isEqualTo("us-east-1");
  }

  @Test
  void a_share_without_the_copys_result_is_error_1() throws Exception {
    JsonNode result = run("aws-ec2-share", Examples.job("aws-ec2-share.args"));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(1);
  }

  @Test
  void a_share_after_a_failed_copy_is_error_26() throws Exception {
    JsonNode result =
        run(
            "aws-ec2-share",
            Examples.job("aws-ec2-share.args"),
            Examples.job("aws-ec2-copy.failed"));

    assertThat(result)
        .isEqualTo(
            Json.tree(
                Json.mapper()
                    .readTree(
                        """
                        {"ami": "", "region": "",
                         "job_error": {"id": 26, "reason": "AWSEC2CopyJob dependency failed"}}\
                        """)));
  }

  @Test
  void an_input_that_names_no_image_is_error_7() throws Exception {
    JsonNode result =
        run("aws-ec2-share", Examples.job("aws-ec2-share.args"), Map.of("ami", "ami-1"));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(7);
  }

  @Test
  void the_reasons_say_what_is_wrong() throws Exception {
    Map<String, String> expected =
        Map.of(
            "InvalidRegion", "the region eu-west-1 does not exist",
            "InvalidAMIID.Malformed", "is not the id of an image",
            "InvalidAMIID.NotFound", "there is no image",
            "InvalidRequest", "there is no image",
            "InvalidAMIAttributeItemValue", "one of the accounts does not exist",
            "UnauthorizedOperation", "credentials do not permit it");
    for (Map.Entry<String, String> each : expected.entrySet()) {
      aws.refuse("DescribeImages", each.getKey(), "no");

      JsonNode result = run("aws-ec2-share", Examples.job("aws-ec2-share.same-region.args"));

      assertThat(result.at("/job_error/id").asInt()).isEqualTo(3);
      assertThat(result.at("/job_error/reason").asText()).containsIgnoringCase(each.getValue());
    }
  }

  @Test
  void a_worker_without_credentials_is_error_17() throws Exception {
    environment = NOBODY;

    JsonNode result = run("aws-ec2-copy", Examples.job("aws-ec2-copy.args"));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(17);
    assertThat(aws.calls()).isEmpty();
  }

  @Test
  void a_region_does_not_choose_the_host() throws Exception {
    JsonNode result =
        run(
            "aws-ec2-copy",
            Map.of("ami", "a", "source_region", "b", "target_region", "x/..", "target_name", "n"));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(3);
    assertThat(aws.calls()).isEmpty();
  }

  @Test
  void args_that_lack_something_are_error_29() throws Exception {
    JsonNode missing = run("aws-ec2-copy", Map.of("ami", "a"));
    JsonNode empty =
        run("aws-ec2-share", Map.of("ami", "a", "region", "b", "shareWithAccounts", List.of()));

    assertThat(missing.at("/job_error/id").asInt()).isEqualTo(29);
    assertThat(empty.at("/job_error/id").asInt()).isEqualTo(29);
  }

  private JsonNode run(String type, Object args, @Nullable Object... inputs)
      throws IOException, InterruptedException {
    AwsImages images = new AwsImages(AwsTestSettings.at(aws.uri(), 1 << 20).account(environment));
    JobHandlers handlers =
        new JobHandlers(List.of(new AwsEc2CopyHandler(images), new AwsEc2ShareHandler(images)));
    Lease lease = new Lease("token", URI.create("/artifacts/"));
    Offer offer = new Offer("job", type, lease, Optional.of(args), Arrays.asList(inputs));
    try (Workspaces workspaces = Workspaces.take(directory);
        Workspace workspace = workspaces.open("job")) {
      JobContext context = new JobContext("job", lease, offer.inputs(), workspace, progress -> {});
      return switch (handlers.run(offer, context)) {
        case JobOutcome.Succeeded<?> done -> Json.tree(done.result());
        case JobOutcome.Failed<?> failed -> Json.tree(failed.result());
        case JobOutcome.Cancelled<?> c -> throw new AssertionError("cancelled");
        case JobOutcome.Interrupted<?> i -> throw new AssertionError("interrupted");
      };
    }
  }
}
