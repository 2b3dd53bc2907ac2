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
  private final List<@Nullable JsonNode> inputs = new ArrayList<>();

  OsbuildInputs(OsbuildArgs args, List<@Nullable Object> inputs) {
    this.args = args;
    for (Object input : inputs) {
      this.inputs.add(input == null ? null : Json.tree(input));
    }
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
    JsonNode input = input(index);
    if (failed(input)) {
      throw new JobErrorException(
          JobErrorCode.JOB_DEPENDENCY, "BootcPreManifest job dependency failed");
    }
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
    for (JsonNode input : inputs) {
      if (failed(input)) {
        throw JobErrorException.of(JobErrorCode.JOB_DEPENDENCY, "An input of the job failed");
      }
    }
    return manifest;
  }

  /** Empty when nobody knows them. */
  Optional<PipelineNames> pipelineNames(JsonNode manifest) throws JobErrorException {
    if (args.getPipelineNames() != null) {
      return Optional.of(args.getPipelineNames());
    }
    if (args.getManifest() == null || args.getManifest().isEmpty()) {
      JsonNode names = input(manifestIndex()).path("info").path("pipeline_names");
      if (names.isObject()) {
        return Optional.of(
            Json.read(names, PipelineNames.class, JobErrorCode.PARSING_DYNAMIC_ARGS));
      }
    }
    return Pipelines.of(manifest);
  }

  private JsonNode manifestOfInput() throws JobErrorException {
    if (inputs.isEmpty()) {
      throw new JobErrorException(
          JobErrorCode.EMPTY_MANIFEST, JobErrorCode.EMPTY_MANIFEST.reason());
    }
    JsonNode input = input(manifestIndex());
    if (failed(input)) {
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

  private JsonNode input(int index) throws JobErrorException {
    if (index < 0 || index >= inputs.size()) {
      throw JobErrorException.of(
          JobErrorCode.PARSING_DYNAMIC_ARGS,
          "Input %d is wanted where there are %d".formatted(index, inputs.size()));
    }
    JsonNode input = inputs.get(index);
    if (input != null && !input.isObject()) {
      throw JobErrorException.of(
          JobErrorCode.PARSING_DYNAMIC_ARGS, "Input %d is not an object".formatted(index));
    }
    return input == null ? Json.mapper().createObjectNode() : input;
  }

  private static boolean failed(@Nullable JsonNode input) {
    return input != null && input.path("job_error").isObject();
  }
}
