package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.imagebuilder.agent.contract.worker.model.DebianImageArgs;
import org.imagebuilder.agent.contract.worker.model.DebianManifest;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.OsbuildResult;
import org.imagebuilder.agent.contract.worker.model.PipelineNames;
import org.imagebuilder.agent.contract.worker.model.Target;
import org.imagebuilder.agent.debian.BuildLog;
import org.imagebuilder.agent.debian.DebianImages;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.uploads.Uploaders;

/** Builds a Debian manifest and hands the image to its targets. */
public final class DebianImageHandler implements JobHandler<DebianImageArgs, OsbuildResult> {

  /** The one export of a Debian build, as targets name it. */
  private static final String EXPORT = "image";

  private final DebianImages images;
  private final BuildResults results;
  private final Duration timeout;

  public DebianImageHandler(
      DebianImages images, Uploaders uploaders, String arch, Duration timeout) {
    this.images = images;
    this.results = new BuildResults(uploaders, arch);
    this.timeout = timeout;
  }

  @Override
  public String type() {
    return "debian-image";
  }

  @Override
  public Lane lane() {
    return Lane.BUILD;
  }

  @Override
  public Class<DebianImageArgs> argsType() {
    return DebianImageArgs.class;
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
  public JobOutcome<OsbuildResult> run(DebianImageArgs args, JobContext context)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    List<Target> targets = args.getTargets();
    if (!results.exports(targets).equals(List.of(EXPORT))) {
      throw new JobErrorException(
          JobErrorCode.INVALID_TARGET_CONFIG,
          "A Debian build exports " + EXPORT + " and nothing else");
    }
    DebianManifest manifest = manifest(context);
    OsbuildResult result = result().imageBootMode(args.getImageBootMode());
    BuildLog log = new BuildLog(context.progress());
    Path output = context.workspace().directory("output");
    try {
      images.build(manifest, context.workspace().directory(), output.resolve(EXPORT), log);
    } catch (JobErrorException e) {
      // What was done until then helps whoever reads the log of the compose.
      return results.failed(result.osbuildOutput(log.output(false)), JobErrors.of(e));
    }
    return results.delivered(result.osbuildOutput(log.output(true)), targets, output, context);
  }

  private static DebianManifest manifest(JobContext context) throws JobErrorException {
    if (context.inputs().isEmpty()) {
      throw new JobErrorException(
          JobErrorCode.NO_DYNAMIC_ARGS, JobErrorCode.NO_DYNAMIC_ARGS.reason());
    }
    Object input = context.inputs().getFirst();
    JsonNode tree = input == null ? Json.mapper().createObjectNode() : Json.tree(input);
    if (tree.path("job_error").isObject()) {
      throw new JobErrorException(
          JobErrorCode.MANIFEST_DEPENDENCY, JobErrorCode.MANIFEST_DEPENDENCY.reason());
    }
    if (!tree.path("manifest").isObject()) {
      throw new JobErrorException(
          JobErrorCode.EMPTY_MANIFEST, JobErrorCode.EMPTY_MANIFEST.reason());
    }
    return Json.read(
        tree.path("manifest"), DebianManifest.class, JobErrorCode.PARSING_DYNAMIC_ARGS);
  }

  @Override
  public OsbuildResult failure(JobError error) {
    return result().jobError(error);
  }

  private OsbuildResult result() {
    return results
        .begun()
        .pipelineNames(
            new PipelineNames().build(List.of("packages")).payload(List.of("tree", "image")));
  }
}
