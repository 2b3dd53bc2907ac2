package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.ManifestFault;
import org.imagebuilder.agent.contract.worker.model.OsbuildOutput;
import org.imagebuilder.agent.contract.worker.model.StageLog;

/** What osbuild said about a build, and what of it a user should read first. */
final class OsbuildAnswer {

  /** Longer texts are cut at their front: the reason is at the end. */
  private static final int MAX_DETAIL = 16 << 10;

  /** In bytes. */
  private static final long LONGEST = 16L << 20;

  private static final int[] LONGEST_TEXTS = {31_000, 2_000, 100};

  private OsbuildAnswer() {}

  /** Empty when osbuild died before it could say anything. */
  static Optional<OsbuildOutput> read(Path file) {
    try {
      Path answer = shortened(file);
      JsonNode tree = Files.size(answer) == 0 ? null : Json.mapper().readTree(answer.toFile());
      if (tree == null || !tree.isObject()) {
        return Optional.empty();
      }
      OsbuildOutput output = Json.mapper().treeToValue(tree, OsbuildOutput.class);
      if (!tree.has("errors")) {
        withoutErrors(output);
      }
      return Optional.of(output);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Some stages write without end, and composer takes no result of more than 32 MiB. */
  private static Path shortened(Path file) throws IOException {
    Path answer = file;
    for (int longest : LONGEST_TEXTS) {
      if (Files.size(answer) <= LONGEST) {
        break;
      }
      answer = file.resolveSibling("result-%d.json".formatted(longest));
      new AnswerShortener(longest).shorten(file, answer);
    }
    return answer;
  }

  static List<String> details(OsbuildOutput output) {
    List<String> details = new ArrayList<>();
    if (output.getErrors() != null) {
      output.getErrors().forEach(fault -> details.add(fault(fault)));
    }
    if (output.getLog() != null) {
      output.getLog().values().stream()
          .flatMap(List::stream)
          .filter(stage -> Boolean.FALSE.equals(stage.getSuccess()))
          .forEach(stage -> details.add(stage(stage)));
    }
    if (details.isEmpty() && output.getError() != null) {
      details.add(error(Json.tree(output.getError())));
    }
    return details;
  }

  private static String error(JsonNode error) {
    for (String kind : List.of("stage", "source")) {
      String output = error.path("details").path(kind).path("output").asText();
      if (!output.isBlank()) {
        return tail(output);
      }
    }
    return tail(error.isTextual() ? error.asText() : error.toString());
  }

  private static String stage(StageLog stage) {
    String output = stage.getOutput();
    return output.isBlank()
        ? "Stage %s failed without a word".formatted(stage.getType())
        : tail(output);
  }

  private static String fault(ManifestFault fault) {
    StringBuilder path = new StringBuilder();
    for (Object step : fault.getPath()) {
      if (step instanceof Number) {
        path.append('[').append(step).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step);
      }
    }
    return "manifest validation error in %s: %s".formatted(path, fault.getMessage());
  }

  private static String tail(String text) {
    String stripped = text.strip();
    return stripped.length() <= MAX_DETAIL
        ? stripped
        : "…" + stripped.substring(stripped.length() - MAX_DETAIL);
  }

  /** A member without a value is left out, not sent as empty. */
  @SuppressWarnings("NullAway")
  private static void withoutErrors(OsbuildOutput output) {
    output.setErrors(null);
  }
}
