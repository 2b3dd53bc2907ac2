package org.imagebuilder.imagebuilder.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Schemas that the contract writes where they are used. The bundler has given them names; client
 * generators make other members of a schema with a name than of one without.
 */
final class InlineSchemas {
  private static final String SCHEMAS = "#/components/schemas/";

  // The bundler joins names with it; the contract's own names have none.
  private static final String SEAM = "_";

  private final ObjectNode schemas;

  private InlineSchemas(ObjectNode schemas) {
    this.schemas = schemas;
  }

  /** The document as the contract is written; the given one stays as it is. */
  static JsonNode restored(JsonNode document) {
    JsonNode restored = document.deepCopy();
    ObjectNode schemas = (ObjectNode) restored.at("/components/schemas");
    new InlineSchemas(schemas).restore(restored);
    names(schemas).stream().filter(name -> name.contains(SEAM)).forEach(schemas::remove);
    return restored;
  }

  private void restore(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String name : names(object)) {
        schema(object.get(name)).ifPresent(schema -> object.set(name, schema));
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int place = i;
        schema(array.get(i)).ifPresent(schema -> array.set(place, schema));
      }
    }
    node.forEach(this::restore);
  }

  private Optional<JsonNode> schema(JsonNode reference) {
    String target = reference.path("$ref").asText();
    return target.startsWith(SCHEMAS) && target.contains(SEAM)
        ? Optional.of(schemas.path(target.substring(SCHEMAS.length())).deepCopy())
        : Optional.empty();
  }

  private static List<String> names(ObjectNode object) {
    return object.propertyStream().map(Map.Entry::getKey).toList();
  }
}
