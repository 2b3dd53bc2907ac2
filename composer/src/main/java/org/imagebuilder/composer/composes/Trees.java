package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Small questions to a JSON tree that is known to fit the contract. */
final class Trees {
  private Trees() {}

  /** The text of a member, unless it is absent or empty. */
  static Optional<String> text(JsonNode tree, String member) {
    return Optional.of(tree.path(member).asText()).filter(text -> !text.isEmpty());
  }

  static @Nullable String textOrNull(JsonNode tree, String member) {
    return text(tree, member).orElse(null);
  }

  static Optional<Boolean> flag(JsonNode tree, String member) {
    JsonNode value = tree.path(member);
    return value.isBoolean() ? Optional.of(value.asBoolean()) : Optional.empty();
  }

  /** The texts of a list; empty where there is none. */
  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  /** {@code /image_requests/0/size} as people write it: {@code image_requests[0].size}. */
  static String member(String pointer) {
    StringBuilder text = new StringBuilder();
    for (String part : pointer.split("/", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      if (part.chars().allMatch(Character::isDigit)) {
        text.append('[').append(part).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(part.replace("~1", "/").replace("~0", "~"));
      }
    }
    return text.toString();
  }

  /** Absent, null, or without any entry. */
  static boolean isEmpty(JsonNode value) {
    return value.isMissingNode() || value.isNull() || (value.isContainerNode() && value.isEmpty());
  }
}
