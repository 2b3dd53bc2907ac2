package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.imagebuilder.agent.contract.worker.model.AwsEc2Result;
import org.imagebuilder.agent.contract.worker.model.AwsEc2ShareArgs;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.uploads.aws.AwsImages;

/** Lets accounts start a machine image in EC2, often one that was just copied. */
public final class AwsEc2ShareHandler implements JobHandler<AwsEc2ShareArgs, AwsEc2Result> {

  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final AwsImages images;

  public AwsEc2ShareHandler(AwsImages images) {
    this.images = images;
  }

  /** Which image, and where. */
  private record Which(String ami, String region) {}

  @Override
  public String type() {
    return "aws-ec2-share";
  }

  @Override
  public Lane lane() {
    return Lane.CLOUD;
  }

  @Override
  public Class<AwsEc2ShareArgs> argsType() {
    return AwsEc2ShareArgs.class;
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
  public JobOutcome<AwsEc2Result> run(AwsEc2ShareArgs args, JobContext context)
      throws JobErrorException, InterruptedException {
    List<String> accounts = args.getShareWithAccounts();
    if (accounts.isEmpty()) {
      throw JobErrorException.of(
          JobErrorCode.PARSING_JOB_ARGS, "shareWithAccounts names no account");
    }
    Which which = which(args, context);
    context.progress().accept(new JobProgress().message("Sharing").done(0).total(1));
    images.share(which.ami(), which.region(), accounts);
    return new JobOutcome.Succeeded<>(new AwsEc2Result().ami(which.ami()).region(which.region()));
  }

  private static Which which(AwsEc2ShareArgs args, JobContext context) throws JobErrorException {
    if (!args.getAmi().isEmpty() && !args.getRegion().isEmpty()) {
      return new Which(args.getAmi(), args.getRegion());
    }
    if (context.inputs().isEmpty()) {
      throw new JobErrorException(
          JobErrorCode.NO_DYNAMIC_ARGS, JobErrorCode.NO_DYNAMIC_ARGS.reason());
    }
    Object input = context.inputs().getFirst();
    JsonNode copy = input == null ? Json.mapper().createObjectNode() : Json.tree(input);
    if (copy.path("job_error").isObject()) {
      throw new JobErrorException(JobErrorCode.JOB_DEPENDENCY, "AWSEC2CopyJob dependency failed");
    }
    Which which = new Which(copy.path("ami").asText(), copy.path("region").asText());
    if (which.ami().isEmpty() || which.region().isEmpty()) {
      throw JobErrorException.of(
          JobErrorCode.PARSING_DYNAMIC_ARGS, "The input names no image: ami or region is missing");
    }
    return which;
  }

  @Override
  public AwsEc2Result failure(JobError error) {
    return new AwsEc2Result().ami("").region("").jobError(error);
  }
}
