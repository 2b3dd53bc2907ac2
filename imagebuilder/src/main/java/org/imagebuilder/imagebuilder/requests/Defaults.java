package org.imagebuilder.imagebuilder.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Writes the contract's defaults into a request, so that what is kept says all that was meant.
 * Alternatives are left alone: which of them is meant is not known here.
 */
final class Defaults {
  private final Contract contract;

  Defaults(Contract contract) {
    this.contract = contract;
  }

  void inject(JsonNode value, JsonNode schemaOrReference) {
    JsonNode schema = contract.resolved(schemaOrReference);
    schema.path("allOf").forEach(part -> inject(value, part));
    if (value instanceof ObjectNode object) {
      schema
          .path("properties")
          .properties()
          .forEach(property -> member(object, property.getKey(), property.getValue()));
    } else if (value.isArray()) {
      value.forEach(item -> inject(item, schema.path("items")));
    }
  }

  private void member(ObjectNode object, String name, JsonNode schemaOrReference) {
    JsonNode preset = preset(schemaOrReference);
    if (!preset.isMissingNode() && !object.hasNonNull(name)) {
      object.set(name, preset.deepCopy());
    }
    if (object.hasNonNull(name)) {
      inject(object.get(name), schemaOrReference);
    }
  }

  private JsonNode preset(JsonNode schemaOrReference) {
    JsonNode schema = contract.resolved(schemaOrReference);
    if (schema.has("default")) {
      return schema.get("default");
    }
    for (JsonNode part : schema.path("allOf")) {
      JsonNode preset = preset(part);
      if (!preset.isMissingNode()) {
        return preset;
      }
    }
    return schema.path("default");
  }
}
