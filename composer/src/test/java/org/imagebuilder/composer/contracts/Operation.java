package org.imagebuilder.composer.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One method of one path. */
public record Operation(
    Contract contract, String path, String method, JsonNode shared, JsonNode node) {

  String place() {
    return "/paths/" + Contract.escaped(path) + "/" + method;
  }

  public String id() {
    return node.path("operationId").asText();
  }

  /** How the files of its examples begin. */
  public String examplePrefix() {
    String kebab = id().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    return node.path("x-examples").asText(kebab);
  }

  public List<JsonNode> parameters() {
    List<JsonNode> all = new ArrayList<>();
    shared.path("parameters").forEach(parameter -> all.add(contract.resolve(parameter)));
    node.path("parameters").forEach(parameter -> all.add(contract.resolve(parameter)));
    return all;
  }

  /** The answers by status. */
  public List<Answer> answers() {
    return node.path("responses").properties().stream()
        .map(entry -> new Answer(this, entry.getKey(), contract.resolve(entry.getValue())))
        .toList();
  }

  /** What may be sent or answered, each with its media type. */
  public List<Body> bodies() {
    List<Body> bodies = new ArrayList<>();
    bodiesOf("request", contract.resolve(node.path("requestBody")), bodies);
    answers().forEach(answer -> bodiesOf(answer.status(), answer.node(), bodies));
    return bodies;
  }

  /** The JSON body of a request (`request`) or of an answer (its status). */
  public Optional<Body> json(String kind) {
    return bodies().stream()
        .filter(body -> body.kind().equals(kind) && body.mediaType().equals("application/json"))
        .findFirst();
  }

  private void bodiesOf(String kind, JsonNode holder, List<Body> bodies) {
    for (Map.Entry<String, JsonNode> content : holder.path("content").properties()) {
      bodies.add(new Body(this, kind, content.getKey(), content.getValue()));
    }
  }

  /** One answer of an operation. */
  public record Answer(Operation operation, String status, JsonNode node) {

    boolean isError() {
      return Integer.parseInt(status) >= 400;
    }

    String place() {
      return operation.place() + "/responses/" + status;
    }
  }

  /** One body of an operation in one media type. */
  public record Body(Operation operation, String kind, String mediaType, JsonNode node) {

    /** Bytes have no example that could be written down. */
    boolean isBinary() {
      return node.path("schema").path("format").asText().equals("binary");
    }

    String place() {
      return operation.place()
          + (kind.equals("request") ? "/requestBody" : "/responses/" + kind)
          + "/content/"
          + Contract.escaped(mediaType);
    }

    /** The examples that stand in the document. */
    public List<Inline> inline() {
      List<Inline> found = new ArrayList<>();
      if (node.has("example")) {
        found.add(new Inline(this, "", node.path("example")));
      }
      for (Map.Entry<String, JsonNode> example : node.path("examples").properties()) {
        JsonNode written = example.getValue();
        String key =
            written.has("$ref")
                ? written.path("$ref").asText().replaceAll(".*/Error", "error-")
                : example.getKey();
        found.add(new Inline(this, key, operation.contract().resolve(written).path("value")));
      }
      return found;
    }
  }

  /** One example that stands in the document. */
  public record Inline(Body body, String key, JsonNode value) {

    String place() {
      return body.place() + "/examples/" + key;
    }

    /** The file that would hold the same example, in either order of its name's parts. */
    boolean isIn(ExampleFile file) {
      if (key.startsWith("error-")) {
        return file.name().equals(key + ".json");
      }
      return file.operation().equals(body.operation().examplePrefix())
          && file.kind().equals(body.kind())
          && file.variant().equals(key.equals("example") ? "" : key);
    }
  }
}
