package org.imagebuilder.agent.uploads.aws;

import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorException;

/** Groups of machines that AWS makes larger and smaller by itself. */
final class AutoScalingGateway {

  private final AwsQuery query;

  AutoScalingGateway(AwsQuery query) {
    this.query = query;
  }

  /** The group that a machine is in; empty: none. */
  Optional<String> groupOf(String machine)
      throws AwsException, JobErrorException, InterruptedException {
    return query
        .call("DescribeAutoScalingInstances", Map.of("InstanceIds.member.1", machine))
        .at("DescribeAutoScalingInstancesResult", "AutoScalingInstances", "member")
        .flatMap(member -> member.textAt("AutoScalingGroupName"));
  }

  /** Whether the group may take this machine away when it becomes smaller. */
  void protect(String group, String machine, boolean fromScaleIn)
      throws AwsException, JobErrorException, InterruptedException {
    query.call(
        "SetInstanceProtection",
        Map.of(
            "AutoScalingGroupName", group,
            "InstanceIds.member.1", machine,
            "ProtectedFromScaleIn", String.valueOf(fromScaleIn)));
  }

  /** Lets the group take this machine away and start another one. */
  void replace(String machine) throws AwsException, JobErrorException, InterruptedException {
    query.call(
        "SetInstanceHealth",
        Map.of(
            "InstanceId", machine,
            "HealthStatus", "Unhealthy",
            "ShouldRespectGracePeriod", "false"));
  }
}
