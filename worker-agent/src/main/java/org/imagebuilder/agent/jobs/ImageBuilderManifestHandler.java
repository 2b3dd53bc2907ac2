package org.imagebuilder.agent.jobs;

import java.io.IOException;
import java.time.Duration;
import org.imagebuilder.agent.contract.worker.model.ImageBuilderManifestArgs;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.ManifestInfo;
import org.imagebuilder.agent.contract.worker.model.ManifestResult;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolException;

/** The same as {@link RpmManifestHandler}, for composers that send the older shape. */
public final class ImageBuilderManifestHandler
    implements JobHandler<ImageBuilderManifestArgs, ManifestResult> {

  private final ManifestMaker maker;

  public ImageBuilderManifestHandler(ManifestMaker maker) {
    this.maker = maker;
  }

  @Override
  public String type() {
    return "image-builder-manifest";
  }

  @Override
  public Lane lane() {
    return Lane.QUICK;
  }

  @Override
  public Class<ImageBuilderManifestArgs> argsType() {
    return ImageBuilderManifestArgs.class;
  }

  @Override
  public Duration timeout() {
    return maker.jobTimeout();
  }

  @Override
  public JobErrorCode toolFailure() {
    return JobErrorCode.SOLVER_CALL_FAILED;
  }

  @Override
  public JobOutcome<ManifestResult> run(ImageBuilderManifestArgs args, JobContext context)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    ManifestMaker.Made made = maker.make(ManifestRequest.of(args), context.workspace().directory());
    return made.outcome(ManifestResult::jobError, ManifestResult::data, result(made.info()));
  }

  @Override
  public ManifestResult failure(JobError error) {
    return result(ManifestMaker.noInfo()).jobError(error);
  }

  /** A member without a value is left out, not sent as empty. */
  @SuppressWarnings("NullAway")
  private static ManifestResult result(ManifestInfo info) {
    return new ManifestResult().info(info).error("").data(null);
  }
}
