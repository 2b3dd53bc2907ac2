package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.jspecify.annotations.Nullable;

/** The results of the jobs before this one, as trees, by their place. */
final class DynamicInputs {

  private final List<@Nullable JsonNode> inputs = new ArrayList<>();

  DynamicInputs(List<@Nullable Object> inputs) {
    for (Object input : inputs) {
      this.inputs.add(input == null ? null : Json.tree(input));
    }
  }

  int size() {
    return inputs.size();
  }

  boolean anyFailed() {
    return inputs.stream().anyMatch(DynamicInputs::failed);
  }

  /** An input that left no result counts as an empty one. */
  JsonNode at(int index) throws JobErrorException {
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

  /** The input; one that failed is job error 26 with this reason. */
  JsonNode succeeded(int index, String reason) throws JobErrorException {
    JsonNode input = at(index);
    if (failed(input)) {
      throw new JobErrorException(
          JobErrorCode.JOB_DEPENDENCY, reason, input.at("/job_error/reason").asText());
    }
    return input;
  }

  static boolean failed(@Nullable JsonNode input) {
    return input != null && input.path("job_error").isObject();
  }
}
