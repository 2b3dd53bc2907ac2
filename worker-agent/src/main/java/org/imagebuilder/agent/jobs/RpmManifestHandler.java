package org.imagebuilder.agent.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.contract.worker.model.ManifestInfo;
import org.imagebuilder.agent.contract.worker.model.RpmManifestArgs;
import org.imagebuilder.agent.contract.worker.model.RpmManifestResult;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolException;

/** Makes the osbuild manifest of an RPM distribution or a bootc container. */
public final class RpmManifestHandler implements JobHandler<RpmManifestArgs, RpmManifestResult> {

  /** What the contract allows as the log of a manifest. */
  private static final int MAX_LOG = 16 << 10;

  private final ManifestMaker maker;

  public RpmManifestHandler(ManifestMaker maker) {
    this.maker = maker;
  }

  @Override
  public String type() {
    return "rpm-manifest";
  }

  @Override
  public Lane lane() {
    return Lane.QUICK;
  }

  @Override
  public Class<RpmManifestArgs> argsType() {
    return RpmManifestArgs.class;
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
  public JobOutcome<RpmManifestResult> run(RpmManifestArgs args, JobContext context)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    context.progress().accept(new JobProgress().message("Making the manifest").done(0).total(1));
    Path directory = context.workspace().directory();
    ManifestMaker.Made made = maker.make(args, directory);
    RpmManifestResult result = result(made.info()).log(tail(made.log()));
    ManifestReports reports = new ManifestReports(directory.resolve(ManifestFiles.OUTPUT));
    if (made.error().isEmpty() && Boolean.TRUE.equals(args.getWithSbom())) {
      result.setSbomDocs(reports.sboms());
    }
    if (made.error().isEmpty() && Boolean.TRUE.equals(args.getWithRpmlist())) {
      result.setPackages(reports.packages());
    }
    return made.outcome(RpmManifestResult::jobError, RpmManifestResult::data, result);
  }

  @Override
  public RpmManifestResult failure(JobError error) {
    return result(ManifestMaker.noInfo()).jobError(error);
  }

  /** Members without a value are left out, not sent as empty. */
  @SuppressWarnings("NullAway")
  private static RpmManifestResult result(ManifestInfo info) {
    return new RpmManifestResult().info(info).error("").data(null).sbomDocs(null).packages(null);
  }

  private static String tail(String log) {
    return log.length() <= MAX_LOG ? log : log.substring(log.length() - MAX_LOG);
  }
}
