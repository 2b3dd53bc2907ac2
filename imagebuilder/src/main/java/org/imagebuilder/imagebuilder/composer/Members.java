package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/** Copies what both contracts know, and only that: composer refuses members it does not know. */
final class Members {
  private Members() {}

  /** A new object with those of the members that are there and not null. */
  static ObjectNode copied(JsonNode from, List<String> members) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    for (String member : members) {
      if (from.hasNonNull(member)) {
        copy.set(member, from.get(member).deepCopy());
      }
    }
    return copy;
  }

  static ArrayNode each(JsonNode list, Function<JsonNode, JsonNode> mapped) {
    ArrayNode copy = JsonNodeFactory.instance.arrayNode();
    list.forEach(item -> copy.add(mapped.apply(item)));
    return copy;
  }
}
