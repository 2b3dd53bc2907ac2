package org.imagebuilder.agent.uploads.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who may do what with an image. */
final class GcpPolicy {

  private static final String USER = "roles/compute.imageUser";

  private GcpPolicy() {}

  /** The policy with further users; all else in it stays, and so does its ETag. */
  static ObjectNode withUsers(JsonNode policy, List<String> members) {
    ObjectNode changed =
        policy instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    ArrayNode bindings = changed.withArray("bindings");
    ObjectNode users = null;
    for (JsonNode binding : bindings) {
      // A binding with a condition is another one.
      if (binding.path("role").asText().equals(USER) && !binding.has("condition")) {
        users = (ObjectNode) binding;
      }
    }
    if (users == null) {
      users = bindings.addObject().put("role", USER);
    }
    Set<String> all = new LinkedHashSet<>();
    users.path("members").forEach(member -> all.add(member.asText()));
    all.addAll(members);
    all.forEach(users.putArray("members")::add);
    return changed;
  }
}
