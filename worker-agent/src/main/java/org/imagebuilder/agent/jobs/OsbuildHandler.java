package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.OsbuildArgs;
import org.imagebuilder.agent.contract.worker.model.OsbuildOutput;
import org.imagebuilder.agent.contract.worker.model.OsbuildResult;
import org.imagebuilder.agent.contract.worker.model.Target;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.Osbuild;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolResult;
import org.imagebuilder.agent.uploads.BuildRecord;
import org.imagebuilder.agent.uploads.Uploaders;

/** Builds an osbuild manifest and hands the image to its targets. */
public final class OsbuildHandler implements JobHandler<OsbuildArgs, OsbuildResult> {

  private final Osbuild osbuild;
  private final BuildResults results;
  private final Duration timeout;

  public OsbuildHandler(Osbuild osbuild, Uploaders uploaders, String arch, Duration timeout) {
    this.osbuild = osbuild;
    this.results = new BuildResults(uploaders, arch);
    this.timeout = timeout;
  }

  @Override
  public String type() {
    return "osbuild";
  }

  @Override
  public Lane lane() {
    return Lane.BUILD;
  }

  @Override
  public Class<OsbuildArgs> argsType() {
    return OsbuildArgs.class;
  }

  @Override
  public Duration timeout() {
    return timeout.plus(Delivery.LONGEST);
  }

  @Override
  public JobErrorCode toolFailure() {
    return JobErrorCode.BUILD_JOB;
  }

  @Override
  public JobOutcome<OsbuildResult> run(OsbuildArgs args, JobContext context)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    OsbuildInputs inputs = new OsbuildInputs(args, context.inputs());
    List<Target> targets = inputs.targets();
    JsonNode manifest = inputs.manifest();
    OsbuildResult result = results.begun().imageBootMode(args.getImageBootMode());
    result.setPipelineNames(
        inputs
            .pipelineNames(manifest)
            .orElseThrow(
                () ->
                    new JobErrorException(
                        JobErrorCode.MANIFEST_GENERATION, "The manifest names no pipelines")));
    List<String> exports = results.exports(targets);
    result.setOsbuildVersion(osbuild.version(context.workspace().directory()));
    Path output = context.workspace().directory("output");
    Optional<JobError> error = build(manifest, exports, output, context, result);
    if (error.isPresent()) {
      return results.failed(result, error.get());
    }
    BuildRecord record =
        BuildRecords.of(
            args, context.inputs(), manifest, result.getPipelineNames(), result.getOsbuildOutput());
    return results.delivered(result, targets, output, Optional.of(record), context);
  }

  private Optional<JobError> build(
      JsonNode manifest,
      List<String> exports,
      Path output,
      JobContext context,
      OsbuildResult result)
      throws ToolException, IOException, InterruptedException {
    Path directory = context.workspace().directory();
    Path input = context.workspace().file("manifest.json");
    Files.writeString(input, manifest.toString());
    Path answer = context.workspace().file("result.json");
    OsbuildMonitor monitor = new OsbuildMonitor(context.progress());
    ToolResult ended = osbuild.build(directory, input, exports, output, answer, monitor, timeout);
    Optional<OsbuildOutput> said = OsbuildAnswer.read(answer);
    if (said.isEmpty()) {
      return Optional.of(
          JobErrors.of(
                  JobErrorCode.BUILD_JOB,
                  "osbuild failed: it ended with status %d and without a result"
                      .formatted(ended.exitCode()))
              .details(ended.logTail()));
    }
    result.setOsbuildOutput(said.get());
    if (ended.succeeded() && Boolean.TRUE.equals(said.get().getSuccess())) {
      return Optional.empty();
    }
    List<String> details = OsbuildAnswer.details(said.get());
    return Optional.of(
        JobErrors.of(JobErrorCode.BUILD_JOB)
            .details(details.isEmpty() ? ended.logTail() : details));
  }

  @Override
  public OsbuildResult failure(JobError error) {
    return results.begun().jobError(error);
  }
}
