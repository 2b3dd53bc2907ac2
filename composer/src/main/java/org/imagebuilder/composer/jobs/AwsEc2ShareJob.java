package org.imagebuilder.composer.jobs;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** Let accounts start a machine image. */
@RegisterForReflection
public record AwsEc2ShareJob(String ami, String region, List<String> shareWithAccounts)
    implements JobArgs {
  public AwsEc2ShareJob {
    shareWithAccounts = JobJson.list(shareWithAccounts);
  }

  /** The same for the image that the job's input copies. */
  public static AwsEc2ShareJob ofInput(List<String> accounts) {
    return new AwsEc2ShareJob("", "", accounts);
  }
}
