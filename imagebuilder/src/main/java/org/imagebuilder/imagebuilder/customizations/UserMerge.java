package org.imagebuilder.imagebuilder.customizations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Users of a changed request together with those of the one before: whoever reads users back gets
 * no passwords, and so cannot send them either.
 */
public final class UserMerge {
  private static final List<String> KEPT_WHEN_ABSENT = List.of("password", "ssh_key");

  private UserMerge() {}

  /**
   * Adds to each user what it leaves out and had before, and takes away what it empties, in place.
   * A user that was not there before is left as it is.
   */
  public static void merge(ObjectNode changed, JsonNode before) {
    Map<String, JsonNode> known = new HashMap<>();
    users(before).forEach(user -> known.putIfAbsent(user.path("name").asText(), user));
    for (JsonNode user : users(changed)) {
      @Nullable JsonNode old = known.get(user.path("name").asText());
      if (old != null && user instanceof ObjectNode object) {
        KEPT_WHEN_ABSENT.forEach(member -> merge(object, old, member));
      }
    }
  }

  private static void merge(ObjectNode user, JsonNode old, String member) {
    if (!user.hasNonNull(member)) {
      if (old.hasNonNull(member)) {
        user.set(member, old.get(member));
      }
    } else if (user.path(member).asText().isEmpty()) {
      user.remove(member);
    }
  }

  private static JsonNode users(JsonNode request) {
    return request.path("customizations").path("users");
  }
}
