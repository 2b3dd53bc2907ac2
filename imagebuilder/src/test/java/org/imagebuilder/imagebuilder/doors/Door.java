package org.imagebuilder.imagebuilder.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.imagebuilder.doubles.Examples;

/** One operation of the contract. */
record Door(ServedContract contract, String path, String method, JsonNode shared, JsonNode node) {
  String id() {
    return node.path("operationId").asText();
  }

  /** Parameters that stand there, in a path or a query. */
  List<JsonNode> parameters(String in) {
    List<JsonNode> all = new ArrayList<>();
    for (JsonNode holder : List.of(shared, node)) {
      for (JsonNode parameter : holder.path("parameters")) {
        JsonNode resolved = contract.resolved(parameter);
        if (resolved.path("in").asText().equals(in)) {
          all.add(resolved);
        }
      }
    }
    return all;
  }

  List<String> names(String in) {
    return parameters(in).stream().map(parameter -> parameter.path("name").asText()).toList();
  }

  boolean takesBody() {
    return !requestBody().isMissingNode();
  }

  boolean needsBody() {
    return requestBody().path("required").asBoolean();
  }

  /** Where the schema of the body is in the document. */
  Optional<JsonNode> bodySchema() {
    return Optional.of(requestBody().at("/content/application~1json/schema"))
        .filter(schema -> !schema.isMissingNode());
  }

  /** Bodies that are as they should be; the files beside the contract show them. */
  List<ObjectNode> examples() {
    String kebab = id().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    String prefix = node.path("x-examples").asText(kebab);
    List<ObjectNode> examples = new ArrayList<>();
    Examples.named(prefix + ".request").forEach(name -> examples.add(Examples.read(name)));
    if (takesBody() && examples.isEmpty()) {
      throw new AssertionError("add an example file " + prefix + ".request.json for " + this);
    }
    return examples;
  }

  /** The documented answer with this status. */
  Optional<JsonNode> answer(int status) {
    return Optional.ofNullable(node.path("responses").get(Integer.toString(status)))
        .map(contract::resolved);
  }

  /** The path with these values for its parameters, encoded already. */
  String at(Map<String, String> values) {
    String filled = path;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("{" + value.getKey() + "}", value.getValue());
    }
    return filled;
  }

  private JsonNode requestBody() {
    return contract.resolved(node.path("requestBody"));
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
