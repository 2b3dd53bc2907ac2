package org.imagebuilder.agent.uploads.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against stand-ins for the metadata service and for auto scaling. */
class Ec2MachineTest {

  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
  private static final String GROUP =
      "<DescribeAutoScalingInstancesResult><AutoScalingInstances><member>"
          + "<AutoScalingGroupName>workers</AutoScalingGroupName>"
          + "</member></AutoScalingInstances></DescribeAutoScalingInstancesResult>";

  private final Ec2StandIn aws = new Ec2StandIn();
  private final MetadataStandIn metadata = new MetadataStandIn();
  private final Map<String, String> environment = new HashMap<>();

  Ec2MachineTest() throws IOException {
    environment.put("HOME", "/");
    environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.url());
    environment.put("AWS_ENDPOINT_URL_AUTO_SCALING", aws.uri().toString());
  }

  @AfterEach
  void stop() {
    aws.close();
    metadata.close();
  }

  @Test
  void a_machine_of_a_group_is_protected_by_its_own_role() throws Exception {
    giveRole("2100-01-01T00:00:00Z");
    aws.answer("DescribeAutoScalingInstances", GROUP);

    machine(true).protect(true);

    assertThat(aws.form("SetInstanceProtection"))
        .containsEntry("AutoScalingGroupName", "workers")
        .containsEntry("InstanceIds.member.1", "i-1")
        .containsEntry("ProtectedFromScaleIn", "true")
        .containsEntry("Version", "2011-01-01");
  }

  @Test
  void a_machine_that_must_not_go_on_asks_its_group_for_another() throws Exception {
    giveRole("2100-01-01T00:00:00Z");
    aws.answer("DescribeAutoScalingInstances", GROUP);

    machine(true).replace();

    assertThat(aws.form("SetInstanceHealth"))
        .containsEntry("InstanceId", "i-1")
        .containsEntry("HealthStatus", "Unhealthy")
        .containsEntry("ShouldRespectGracePeriod", "false")
        .containsEntry("Version", "2011-01-01");
  }

  @Test
  void a_machine_without_a_group_is_nobodys_to_replace() throws Exception {
    environment.putAll(AwsTestSettings.KEYS);
    aws.answer("DescribeAutoScalingInstances", "<DescribeAutoScalingInstancesResult/>");

    machine(true).replace();

    assertThat(aws.calls()).containsExactly("DescribeAutoScalingInstances");
  }

  @Test
  void a_machine_without_a_group_asks_once() throws Exception {
    environment.putAll(AwsTestSettings.KEYS);
    aws.answer("DescribeAutoScalingInstances", "<DescribeAutoScalingInstancesResult/>");
    Ec2Machine machine = machine(true);

    machine.protect(true);
    machine.protect(false);

    assertThat(aws.calls()).containsExactly("DescribeAutoScalingInstances");
  }

  @Test
  void a_machine_that_may_not_protect_itself_goes_on_without() throws Exception {
    environment.putAll(AwsTestSettings.KEYS);
    aws.refuse("DescribeAutoScalingInstances", "AccessDenied", "no");
    Ec2Machine machine = machine(true);

    machine.protect(true);
    machine.protect(false);

    assertThat(aws.calls()).hasSize(1);
  }

  @Test
  void elsewhere_there_is_no_machine() throws Exception {
    metadata.close();

    assertThat(Ec2Machine.find(account(), true)).isEmpty();
  }

  @Test
  void an_interruption_is_a_notice() throws Exception {
    Ec2Machine machine = machine(false);
    assertThat(machine.notice()).isEmpty();

    metadata.put("/latest/meta-data/spot/instance-action", "{\"action\": \"terminate\"}");

    assertThat(machine.notice()).hasValue("spot/instance-action {\"action\": \"terminate\"}");
  }

  @Test
  void a_rebalance_recommendation_is_one_if_it_shall_be() throws Exception {
    metadata.put("/latest/meta-data/events/recommendations/rebalance", "{}");

    assertThat(machine(true).notice()).isPresent();
    assertThat(machine(false).notice()).isEmpty();
  }

  @Test
  void the_keys_of_a_role_are_kept_while_they_hold() throws Exception {
    giveRole("2100-01-01T00:00:00Z");
    AwsAccount account = account();

    askTwice(account);

    assertThat(metadata.count(ROLES)).isEqualTo(1);
  }

  @Test
  void keys_that_end_soon_are_renewed() throws Exception {
    giveRole("2020-01-01T00:00:00Z");
    AwsAccount account = account();

    askTwice(account);

    assertThat(metadata.count(ROLES)).isEqualTo(2);
  }

  @Test
  void a_container_has_a_role_of_its_own() throws Exception {
    environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", metadata.url() + "/container");
    environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "secret");
    metadata.put(
        "/container",
        """
        {"AccessKeyId": "AKIDTEST", "SecretAccessKey": "canary-secret", "Token": "",
         "Expiration": "2100-01-01T00:00:00Z"}\
        """);
    aws.answer("DescribeAutoScalingInstances", GROUP);

    machine(true).protect(false);

    assertThat(aws.form("SetInstanceProtection")).containsEntry("ProtectedFromScaleIn", "false");
  }

  private void giveRole(String expiry) {
    metadata.put(ROLES, "worker");
    metadata.put(
        ROLES + "worker",
        """
        {"AccessKeyId": "AKIDTEST", "SecretAccessKey": "canary-secret", "Token": "t",
         "Expiration": "%s"}\
        """
            .formatted(expiry));
  }

  private static void askTwice(AwsAccount account) throws JobErrorException, InterruptedException {
    AwsIdentity identity = account.identity(Optional.empty(), Optional.empty());
    AwsCredentials first = identity.credentials();
    assertThat(identity.credentials()).isEqualTo(first);
  }

  private Ec2Machine machine(boolean heedRebalance) throws InterruptedException {
    return Ec2Machine.find(account(), heedRebalance).orElseThrow();
  }

  private AwsAccount account() {
    return AwsTestSettings.at(aws.uri(), 1 << 20).account(environment);
  }
}
