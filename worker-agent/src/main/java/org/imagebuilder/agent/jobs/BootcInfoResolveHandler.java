package org.imagebuilder.agent.jobs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.imagebuilder.agent.contract.worker.model.BootcInfo;
import org.imagebuilder.agent.contract.worker.model.BootcInfoResolveArgs;
import org.imagebuilder.agent.contract.worker.model.BootcInfoResolveResult;
import org.imagebuilder.agent.contract.worker.model.BootcInfoSpec;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.sources.BootcContainers;
import org.imagebuilder.agent.tools.ToolException;

/** Says what bootc containers hold. */
public final class BootcInfoResolveHandler
    implements JobHandler<BootcInfoResolveArgs, BootcInfoResolveResult> {

  private final BootcContainers containers;
  private final Duration timeout;

  public BootcInfoResolveHandler(BootcContainers containers, Duration timeout) {
    this.containers = containers;
    this.timeout = timeout;
  }

  @Override
  public String type() {
    return "bootc-info-resolve";
  }

  /** It fetches whole containers. */
  @Override
  public Lane lane() {
    return Lane.BUILD;
  }

  @Override
  public Class<BootcInfoResolveArgs> argsType() {
    return BootcInfoResolveArgs.class;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public JobErrorCode toolFailure() {
    return JobErrorCode.BOOTC_INFO_RESOLVE;
  }

  @Override
  public JobOutcome<BootcInfoResolveResult> run(BootcInfoResolveArgs args, JobContext context)
      throws JobErrorException, ToolException, InterruptedException {
    Path directory = context.workspace().directory();
    List<BootcInfoSpec> specs = args.getSpecs();
    List<BootcInfo> infos = new ArrayList<>();
    for (BootcInfoSpec spec : specs) {
      context
          .progress()
          .accept(
              new JobProgress()
                  .message(spec.getReference())
                  .done(infos.size())
                  .total(specs.size()));
      boolean full = spec.getResolveMode() == BootcInfoSpec.ResolveModeEnum.FULL;
      infos.add(info(spec, containers.resolve(directory, spec.getReference(), full)));
    }
    return new JobOutcome.Succeeded<>(new BootcInfoResolveResult().infos(infos));
  }

  private static BootcInfo info(BootcInfoSpec spec, BootcContainers.Info found) {
    BootcInfo info =
        new BootcInfo()
            .imgref(spec.getReference())
            .imageId(found.imageId())
            .arch(found.arch())
            .defaultRootFs(found.rootFileSystem())
            .size(found.size());
    return found.system().isEmpty() ? withoutSystem(info) : info.osInfo(Json.map(found.system()));
  }

  /** A member without a value is left out, not sent as empty. */
  @SuppressWarnings("NullAway")
  private static BootcInfo withoutSystem(BootcInfo info) {
    return info.osInfo(null);
  }

  @Override
  @SuppressWarnings("NullAway")
  public BootcInfoResolveResult failure(JobError error) {
    return new BootcInfoResolveResult().infos(null).jobError(error);
  }
}
