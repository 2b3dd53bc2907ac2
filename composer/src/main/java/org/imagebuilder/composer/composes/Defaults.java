package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Writes the contract's defaults into a request that fits it. Of several allowed forms the first
 * that fits gives its defaults, as callers of this API have always seen it; validators that inject
 * defaults themselves take those of all forms (docs/adr/0004).
 */
final class Defaults {
  private final Contract contract;

  Defaults(Contract contract) {
    this.contract = contract;
  }

  void inject(String schemaName, JsonNode value) {
    fill(contract.schema(schemaName), value);
  }

  private void fill(JsonNode schema, JsonNode value) {
    String referenced = Contract.referenced(schema);
    if (!referenced.isEmpty()) {
      inject(referenced, value);
      return;
    }
    schema.path("allOf").forEach(part -> fill(part, value));
    firstThatFits(schema.path("anyOf"), value);
    firstThatFits(schema.path("oneOf"), value);
    if (value instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
        member(object, property.getKey(), property.getValue());
      }
    }
    if (value.isArray()) {
      value.forEach(item -> fill(schema.path("items"), item));
    }
  }

  private void member(ObjectNode object, String name, JsonNode schema) {
    JsonNode present = object.get(name);
    if (present != null) {
      fill(schema, present);
    } else if (schema.has("default")) {
      object.set(name, schema.get("default").deepCopy());
    }
  }

  /** Forms that stand in place rather than by reference have no defaults of their own. */
  private void firstThatFits(JsonNode forms, JsonNode value) {
    for (JsonNode form : forms) {
      String name = Contract.referenced(form);
      if (!name.isEmpty() && contract.fits(name, value)) {
        inject(name, value);
        return;
      }
    }
  }
}
