package org.imagebuilder.imagebuilder.customizations;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Takes out of a request what nobody shall read again. */
public final class Secrets {
  private static final Map<String, JsonPointer> HOLDERS =
      Map.of(
          "activation-key", JsonPointer.compile("/customizations/subscription"),
          "host_config_key", JsonPointer.compile("/customizations/aap_registration"));

  private Secrets() {}

  /**
   * The request as it is kept: keys of registrations are emptied, for nothing needs them once
   * composer has them. Hashes of passwords stay, as they always have.
   */
  public static ObjectNode withoutKeys(ObjectNode request) {
    ObjectNode kept = request.deepCopy();
    emptyKeys(kept);
    return kept;
  }

  /** The keys of registrations by their names, to be kept apart from the request. */
  public static ObjectNode keys(ObjectNode request) {
    ObjectNode keys = request.objectNode();
    HOLDERS.forEach(
        (key, holder) -> {
          if (request.at(holder).hasNonNull(key)) {
            keys.set(key, request.at(holder).get(key));
          }
        });
    return keys;
  }

  /** The request with the keys at their places again, where it still has those places. */
  public static ObjectNode withKeys(ObjectNode request, JsonNode keys) {
    ObjectNode whole = request.deepCopy();
    HOLDERS.forEach(
        (key, place) -> {
          if (whole.at(place) instanceof ObjectNode holder && keys.hasNonNull(key)) {
            holder.set(key, keys.get(key));
          }
        });
    return whole;
  }

  /**
   * Makes of the given request what is read back: each user says whether it has a password, and not
   * which, and keys of registrations are empty.
   */
  public static void redact(ObjectNode request) {
    emptyKeys(request);
    removePasswords(request);
  }

  /** Each user says whether it has a password, and not which; keys of registrations stay. */
  public static ObjectNode withoutPasswords(ObjectNode request) {
    ObjectNode shown = request.deepCopy();
    removePasswords(shown);
    return shown;
  }

  private static void removePasswords(ObjectNode request) {
    for (JsonNode user : request.path("customizations").path("users")) {
      if (user instanceof ObjectNode object) {
        object.put("hasPassword", object.hasNonNull("password"));
        object.remove("password");
      }
    }
  }

  private static void emptyKeys(ObjectNode request) {
    HOLDERS.forEach((key, holder) -> empty(request.at(holder), key));
  }

  private static void empty(JsonNode holder, String member) {
    if (holder instanceof ObjectNode object && object.has(member)) {
      object.put(member, "");
    }
  }
}
