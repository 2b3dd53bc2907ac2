package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.OsbuildArgs;
import org.imagebuilder.agent.contract.worker.model.OsbuildOutput;
import org.imagebuilder.agent.contract.worker.model.PipelineNames;
import org.imagebuilder.agent.uploads.BuildRecord;
import org.jspecify.annotations.Nullable;

/** Collects what a build's args and inputs say about it, for targets that keep that. */
final class BuildRecords {

  private BuildRecords() {}

  static BuildRecord of(
      OsbuildArgs args,
      List<@Nullable Object> inputs,
      JsonNode manifest,
      PipelineNames pipelines,
      OsbuildOutput output) {
    JsonNode source = input(inputs, args.getManifestDynArgsIdx());
    JsonNode info = source.path("info");
    JsonNode solved =
        args.getDepsolveDynArgsIdx() == null ? source : input(inputs, args.getDepsolveDynArgsIdx());
    return new BuildRecord(
        manifest,
        info.isObject() && !info.isEmpty() ? Optional.of(info) : Optional.empty(),
        output,
        sboms(solved.path("sbom_docs"), pipelines));
  }

  private static List<BuildRecord.Sbom> sboms(JsonNode documents, PipelineNames pipelines) {
    List<BuildRecord.Sbom> sboms = new ArrayList<>();
    documents
        .properties()
        .forEach(
            each -> {
              String pipeline = each.getKey();
              JsonNode document = each.getValue().path("document");
              // The name becomes part of a file's.
              if (document.isObject() && !pipeline.contains("/")) {
                sboms.add(
                    new BuildRecord.Sbom(
                        pipelines.getBuild().contains(pipeline), pipeline, document));
              }
            });
    return sboms;
  }

  /** Without an index, the first one; the handler has refused those that lead nowhere. */
  private static JsonNode input(List<@Nullable Object> inputs, @Nullable Integer index) {
    int place = index == null ? 0 : index;
    Object input = place >= 0 && place < inputs.size() ? inputs.get(place) : null;
    return input == null ? Json.mapper().createObjectNode() : Json.tree(input);
  }
}
