package org.imagebuilder.agent.jobs;

import java.time.Duration;
import org.imagebuilder.agent.contract.worker.model.AwsEc2CopyArgs;
import org.imagebuilder.agent.contract.worker.model.AwsEc2Result;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.uploads.aws.AwsImages;

/** Copies a machine image to another region of EC2. */
public final class AwsEc2CopyHandler implements JobHandler<AwsEc2CopyArgs, AwsEc2Result> {

  /** EC2 gets a day; what follows is quick. */
  static final Duration LONGEST = Duration.ofHours(25);

  private final AwsImages images;

  public AwsEc2CopyHandler(AwsImages images) {
    this.images = images;
  }

  @Override
  public String type() {
    return "aws-ec2-copy";
  }

  @Override
  public Lane lane() {
    return Lane.CLOUD;
  }

  @Override
  public Class<AwsEc2CopyArgs> argsType() {
    return AwsEc2CopyArgs.class;
  }

  @Override
  public Duration timeout() {
    return LONGEST;
  }

  @Override
  public JobErrorCode toolFailure() {
    return JobErrorCode.SHARING_TARGET;
  }

  @Override
  public JobOutcome<AwsEc2Result> run(AwsEc2CopyArgs args, JobContext context)
      throws JobErrorException, InterruptedException {
    String region = given("target_region", args.getTargetRegion());
    context.progress().accept(new JobProgress().message("Copying").done(0).total(1));
    String copy =
        images.copy(
            given("ami", args.getAmi()),
            given("source_region", args.getSourceRegion()),
            region,
            given("target_name", args.getTargetName()));
    return new JobOutcome.Succeeded<>(new AwsEc2Result().ami(copy).region(region));
  }

  private static String given(String name, String value) throws JobErrorException {
    if (value.isBlank()) {
      throw JobErrorException.of(JobErrorCode.PARSING_JOB_ARGS, name + " is empty");
    }
    return value;
  }

  @Override
  public AwsEc2Result failure(JobError error) {
    return new AwsEc2Result().ami("").region("").jobError(error);
  }
}
