package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.imagebuilder.agent.contract.worker.model.ContainerResolveArgs;
import org.imagebuilder.agent.contract.worker.model.ContainerResolveResult;
import org.imagebuilder.agent.contract.worker.model.ContainerSpec;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.sources.ContainerImages;

/** Says which images container references stand for. */
public final class ContainerResolveHandler
    implements JobHandler<ContainerResolveArgs, ContainerResolveResult> {

  private final ContainerImages images;
  private final String arch;

  /** The architecture is this machine's, for jobs that name none. */
  public ContainerResolveHandler(ContainerImages images, String arch) {
    this.images = images;
    this.arch = arch;
  }

  @Override
  public String type() {
    return "container-resolve";
  }

  @Override
  public Lane lane() {
    return Lane.QUICK;
  }

  @Override
  public Class<ContainerResolveArgs> argsType() {
    return ContainerResolveArgs.class;
  }

  @Override
  public Duration timeout() {
    return Duration.ofHours(1);
  }

  @Override
  public JobErrorCode toolFailure() {
    return JobErrorCode.CONTAINER_RESOLUTION;
  }

  @Override
  public JobOutcome<ContainerResolveResult> run(ContainerResolveArgs args, JobContext context)
      throws JobErrorException, InterruptedException {
    ContainerResolveArgs wanted = wanted(args, context);
    Map<String, List<ContainerSpec>> pipelines = pipelines(wanted);
    String own = wanted.getArch() == null ? "" : wanted.getArch();
    int total = pipelines.values().stream().mapToInt(List::size).sum();
    Map<String, List<ContainerSpec>> resolved = new TreeMap<>();
    List<ContainerSpec> flat = new ArrayList<>();
    for (Map.Entry<String, List<ContainerSpec>> pipeline : pipelines.entrySet()) {
      List<ContainerSpec> specs = new ArrayList<>();
      for (ContainerSpec spec : pipeline.getValue()) {
        context
            .progress()
            .accept(new JobProgress().message(spec.getSource()).done(flat.size()).total(total));
        ContainerSpec made = resolve(spec, own.isEmpty() ? arch : own);
        specs.add(made);
        flat.add(made);
      }
      resolved.put(pipeline.getKey(), specs);
    }
    ContainerResolveResult result = result();
    return new JobOutcome.Succeeded<>(
        flat.isEmpty() ? result : result.pipelineSpecs(resolved).specs(flat));
  }

  private ContainerSpec resolve(ContainerSpec spec, String wanted)
      throws JobErrorException, InterruptedException {
    if (Boolean.TRUE.equals(spec.getLocal())) {
      throw new JobErrorException(
          JobErrorCode.CONTAINER_RESOLUTION,
          "The container %s cannot be resolved: this worker takes containers from registries only"
              .formatted(spec.getSource()));
    }
    boolean verify = !Boolean.FALSE.equals(spec.getTlsVerify());
    ContainerImages.Found found = images.resolve(spec.getSource(), wanted, verify);
    String name = spec.getName() == null ? "" : spec.getName();
    ContainerSpec made =
        new ContainerSpec()
            .source(found.reference().name())
            .name(name.isEmpty() ? found.reference().toString() : name)
            .tlsVerify(spec.getTlsVerify())
            .imageId(found.imageId())
            .digest(found.digest());
    found.listDigest().ifPresent(made::setListDigest);
    return made;
  }

  private static ContainerResolveArgs wanted(ContainerResolveArgs args, JobContext context)
      throws JobErrorException {
    Integer index = args.getPreManifestDynArgsIdx();
    if (index == null) {
      return args;
    }
    if (!pipelines(args).isEmpty()) {
      throw JobErrorException.of(
          JobErrorCode.PARSING_JOB_ARGS,
          "pipeline_specs and pre_manifest_dyn_args_idx exclude each other");
    }
    JsonNode input =
        new DynamicInputs(context.inputs())
            .succeeded(index, "BootcPreManifest dependency failed")
            .path("container_resolve_job_args");
    return input.isObject()
        ? Json.read(input, ContainerResolveArgs.class, JobErrorCode.PARSING_DYNAMIC_ARGS)
        : args;
  }

  /** Old servers know no pipelines. */
  private static Map<String, List<ContainerSpec>> pipelines(ContainerResolveArgs args) {
    Map<String, List<ContainerSpec>> pipelines = new TreeMap<>();
    if (args.getPipelineSpecs() != null) {
      args.getPipelineSpecs()
          .forEach(
              (name, specs) -> {
                if (specs != null && !specs.isEmpty()) {
                  pipelines.put(name, specs);
                }
              });
    }
    if (pipelines.isEmpty() && args.getSpecs() != null && !args.getSpecs().isEmpty()) {
      pipelines.put("", args.getSpecs());
    }
    return pipelines;
  }

  @Override
  public ContainerResolveResult failure(JobError error) {
    return result().jobError(error);
  }

  /** Members without a value are left out, not sent as empty. */
  @SuppressWarnings("NullAway")
  private static ContainerResolveResult result() {
    return new ContainerResolveResult().pipelineSpecs(null).specs(null);
  }
}
