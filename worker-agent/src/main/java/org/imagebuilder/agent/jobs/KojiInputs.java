package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.uploads.koji.KojiSession;
import org.jspecify.annotations.Nullable;

/** The jobs before an import, by their results: the reservation, and then each build. */
final class KojiInputs {

  private static final String TARGET = "org.osbuild.koji";

  private final List<JsonNode> inputs = new ArrayList<>();

  KojiInputs(List<@Nullable Object> inputs) throws JobErrorException {
    for (Object input : inputs) {
      JsonNode tree = input == null ? Json.mapper().createObjectNode() : Json.tree(input);
      if (!tree.isObject()) {
        throw JobErrorException.of(
            JobErrorCode.PARSING_DYNAMIC_ARGS,
            "Input %d is not an object".formatted(this.inputs.size()));
      }
      this.inputs.add(tree);
    }
    if (inputs.isEmpty()) {
      throw JobErrorException.of(
          JobErrorCode.PARSING_DYNAMIC_ARGS, "The result of koji-init is missing");
    }
  }

  /** A build, and what it laid at the hub. */
  record Build(JsonNode result, JsonNode files, String filename) {

    /** Targets beside Koji, as the build tells of them. */
    List<JsonNode> otherTargets() {
      List<JsonNode> others = new ArrayList<>();
      result
          .path("target_results")
          .forEach(
              target -> {
                if (!target.path("name").asText().equals(TARGET)) {
                  others.add(target);
                }
              });
      return others;
    }
  }

  /** Empty when there is nothing that could be given up. */
  Optional<KojiSession.Reservation> reservation() {
    JsonNode init = inputs.getFirst();
    long build = init.path("build_id").asLong();
    String token = init.path("token").asText();
    return build > 0 && !token.isEmpty()
        ? Optional.of(new KojiSession.Reservation(build, token))
        : Optional.empty();
  }

  void refuseFailed() throws JobErrorException {
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      JsonNode input = inputs.get(i);
      if (failed(input, i == 0)) {
        reasons.add("%s: %s".formatted(i == 0 ? "koji-init" : "build " + i, reason(input)));
      }
    }
    if (!reasons.isEmpty()) {
      throw JobErrorException.of(JobErrorCode.KOJI_FAILED_DEPENDENCY, reasons);
    }
  }

  /** The builds in their order, with their images' names. */
  List<Build> builds(List<String> filenames) throws JobErrorException {
    List<JsonNode> results = inputs.subList(1, inputs.size());
    if (filenames.size() != results.size() || results.isEmpty()) {
      throw JobErrorException.of(
          JobErrorCode.KOJI_FINALIZE,
          "koji_filenames has %d names for %d builds".formatted(filenames.size(), results.size()));
    }
    List<Build> builds = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      builds.add(build(results.get(i), filenames.get(i)));
    }
    return builds;
  }

  private static Build build(JsonNode result, String filename) throws JobErrorException {
    List<JsonNode> files = new ArrayList<>();
    for (JsonNode target : result.path("target_results")) {
      if (target.path("name").asText().equals(TARGET) && target.path("options").isObject()) {
        files.add(target.path("options"));
      }
    }
    if (files.size() != 1) {
      throw new JobErrorException(
          JobErrorCode.KOJI_FINALIZE,
          "Exactly one Koji target result is expected per osbuild job",
          "%s has %d".formatted(filename, files.size()));
    }
    return new Build(result, files.getFirst(), filename);
  }

  /** Old workers have other words for it. */
  private static boolean failed(JsonNode input, boolean init) {
    if (input.path("job_error").isObject() || !input.path("koji_error").asText().isEmpty()) {
      return true;
    }
    if (init) {
      return input.isEmpty();
    }
    return !(input.has("success")
        ? input.path("success").asBoolean()
        : input.at("/osbuild_output/success").asBoolean());
  }

  private static String reason(JsonNode input) {
    String reason = input.at("/job_error/reason").asText();
    String old = input.path("koji_error").asText();
    return !reason.isEmpty() ? reason : !old.isEmpty() ? old : "it has no result";
  }
}
