package org.imagebuilder.imagebuilder.requests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds lists that say something twice where the contract does not allow that. Items are compared
 * as texts, which stays quick whatever hash codes they are given; alternatives are left alone.
 */
final class UniqueItems {
  private final Contract contract;

  UniqueItems(Contract contract) {
    this.contract = contract;
  }

  /** The place of the first such list. */
  Optional<String> repeated(JsonNode value, JsonNode schema) {
    return repeated(value, schema, "");
  }

  private Optional<String> repeated(JsonNode value, JsonNode schemaOrReference, String place) {
    JsonNode schema = contract.resolved(schemaOrReference);
    if (value.isArray()) {
      return schema.path("uniqueItems").asBoolean() && !areUnique(value)
          ? Optional.of(place)
          : repeatedInItems(value, schema.path("items"), place);
    }
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      JsonNode rules = schema.path("properties").path(member.getKey());
      Optional<String> found = repeated(member.getValue(), rules, place + "/" + member.getKey());
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<String> repeatedInItems(JsonNode list, JsonNode schema, String place) {
    for (int i = 0; i < list.size(); i++) {
      Optional<String> found = repeated(list.get(i), schema, place + "/" + i);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static boolean areUnique(JsonNode list) {
    Set<String> seen = new HashSet<>();
    for (JsonNode item : list) {
      if (!seen.add(item.toString())) {
        return false;
      }
    }
    return true;
  }
}
