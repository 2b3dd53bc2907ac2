package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.OsbuildArgs;
import org.imagebuilder.agent.contract.worker.model.PipelineNames;
import org.imagebuilder.agent.contract.worker.model.Target;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.jspecify.annotations.Nullable;

/** Finds what a build needs: in its args, or in the results of the jobs before it. */
final class OsbuildInputs {

  private final OsbuildArgs args;
  private final DynamicInputs inputs;

  OsbuildInputs(OsbuildArgs args, List<@Nullable Object> inputs) {
    this.args = args;
    this.inputs = new DynamicInputs(inputs);
  }

  List<Target> targets() throws JobErrorException {
    List<Target> own = args.getTargets() == null ? List.of() : args.getTargets();
    Integer index = args.getPreManifestDynArgsIdx();
    if (index == null) {
      return own;
    }
    if (!own.isEmpty()) {
      throw JobErrorException.of(
          JobErrorCode.PARSING_JOB_ARGS,
          "targets and pre_manifest_dyn_args_idx exclude each other");
    }
    JsonNode input = inputs.succeeded(index, "BootcPreManifest job dependency failed");
    List<Target> targets = new ArrayList<>();
    for (JsonNode target : input.path("targets")) {
      targets.add(Json.read(target, Target.class, JobErrorCode.PARSING_DYNAMIC_ARGS));
    }
    return targets;
  }

  /** The manifest; the first error of the jobs before this one comes first. */
  JsonNode manifest() throws JobErrorException {
    JsonNode own = args.getManifest() == null ? null : Json.tree(args.getManifest());
    JsonNode manifest = own != null && !own.isEmpty() ? own : manifestOfInput();
    if (inputs.anyFailed()) {
      throw JobErrorException.of(JobErrorCode.JOB_DEPENDENCY, "An input of the job failed");
    }
    return manifest;
  }

  /** Empty when nobody knows them. */
  Optional<PipelineNames> pipelineNames(JsonNode manifest) throws JobErrorException {
    if (args.getPipelineNames() != null) {
      return Optional.of(args.getPipelineNames());
    }
    if (args.getManifest() == null || args.getManifest().isEmpty()) {
      JsonNode names = inputs.at(manifestIndex()).path("info").path("pipeline_names");
      if (names.isObject()) {
        return Optional.of(
            Json.read(names, PipelineNames.class, JobErrorCode.PARSING_DYNAMIC_ARGS));
      }
    }
    return Pipelines.of(manifest);
  }

  private JsonNode manifestOfInput() throws JobErrorException {
    if (inputs.size() == 0) {
      throw new JobErrorException(
          JobErrorCode.EMPTY_MANIFEST, JobErrorCode.EMPTY_MANIFEST.reason());
    }
    JsonNode input = inputs.at(manifestIndex());
    if (DynamicInputs.failed(input)) {
      throw new JobErrorException(
          JobErrorCode.MANIFEST_DEPENDENCY, JobErrorCode.MANIFEST_DEPENDENCY.reason());
    }
    JsonNode data = input.path("data");
    if (!data.isObject() || data.isEmpty()) {
      throw new JobErrorException(
          JobErrorCode.EMPTY_MANIFEST, JobErrorCode.EMPTY_MANIFEST.reason());
    }
    return data;
  }

  private int manifestIndex() throws JobErrorException {
    Integer index = args.getManifestDynArgsIdx();
    if (index == null && inputs.size() > 1) {
      throw JobErrorException.of(
          JobErrorCode.PARSING_JOB_ARGS,
          "manifest_dyn_args_idx is missing although there are several inputs");
    }
    return index == null ? 0 : index;
  }
}
