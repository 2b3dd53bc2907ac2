package org.imagebuilder.agent.jobs;

import java.io.IOException;
import java.time.Duration;
import org.imagebuilder.agent.contract.worker.model.DebianManifestArgs;
import org.imagebuilder.agent.contract.worker.model.DebianManifestResult;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.debian.DebianManifests;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolException;

/** Solves a Debian image's packages and lists what shall be built. */
public final class DebianManifestHandler
    implements JobHandler<DebianManifestArgs, DebianManifestResult> {

  private final DebianManifests manifests;
  private final Duration timeout;

  public DebianManifestHandler(DebianManifests manifests, Duration timeout) {
    this.manifests = manifests;
    this.timeout = timeout;
  }

  @Override
  public String type() {
    return "debian-manifest";
  }

  @Override
  public Lane lane() {
    return Lane.QUICK;
  }

  @Override
  public Class<DebianManifestArgs> argsType() {
    return DebianManifestArgs.class;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public JobErrorCode toolFailure() {
    return JobErrorCode.MANIFEST_GENERATION;
  }

  @Override
  public JobOutcome<DebianManifestResult> run(DebianManifestArgs args, JobContext context)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    return new JobOutcome.Succeeded<>(manifests.make(args, context.progress()));
  }

  /** A member without a value is left out, not sent as empty. */
  @Override
  @SuppressWarnings("NullAway")
  public DebianManifestResult failure(JobError error) {
    return new DebianManifestResult().packages(null).jobError(error);
  }
}
