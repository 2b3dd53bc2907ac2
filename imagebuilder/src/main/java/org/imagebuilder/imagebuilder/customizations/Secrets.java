package org.imagebuilder.imagebuilder.customizations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Takes out of a request what nobody shall read again. */
public final class Secrets {
  private Secrets() {}

  /**
   * The request as it is kept: keys of registrations are emptied, for nothing needs them once
   * composer has them. Hashes of passwords stay, as they always have.
   */
  public static ObjectNode withoutKeys(ObjectNode request) {
    ObjectNode kept = request.deepCopy();
    JsonNode customizations = kept.path("customizations");
    empty(customizations.path("subscription"), "activation-key");
    empty(customizations.path("aap_registration"), "host_config_key");
    return kept;
  }

  /** The request as it is read back: each user says whether it has a password, and not which. */
  public static ObjectNode redacted(ObjectNode request) {
    ObjectNode shown = withoutKeys(request);
    for (JsonNode user : shown.path("customizations").path("users")) {
      if (user instanceof ObjectNode object) {
        object.put("hasPassword", object.hasNonNull("password"));
        object.remove("password");
      }
    }
    return shown;
  }

  private static void empty(JsonNode holder, String member) {
    if (holder instanceof ObjectNode object && object.has(member)) {
      object.put(member, "");
    }
  }
}
