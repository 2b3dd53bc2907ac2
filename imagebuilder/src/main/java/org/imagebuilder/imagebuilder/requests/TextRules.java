package org.imagebuilder.imagebuilder.requests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** Texts that no database and no image can hold: NUL, and halves of characters. */
final class TextRules {
  private TextRules() {}

  /** What is wrong and where, if anything is. */
  static Optional<String> check(JsonNode tree) {
    return check(tree, "");
  }

  private static Optional<String> check(JsonNode node, String place) {
    if (node.isTextual()) {
      return wrong(node.textValue()).map(what -> "Error at \"" + place + "\": " + what);
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        Optional<String> found = check(node.get(i), place + "/" + i);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      Optional<String> found =
          wrong(member.getKey())
              .map(what -> "Error at \"" + place + "\": a member's name: " + what)
              .or(() -> check(member.getValue(), place + "/" + member.getKey()));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> wrong(String text) {
    if (text.indexOf('\0') >= 0) {
      return Optional.of("the text contains a NUL character");
    }
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(letter)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (Character.isSurrogate(letter) && !pair) {
        return Optional.of("the text contains half of a surrogate pair");
      }
      i += pair ? 1 : 0;
    }
    return Optional.empty();
  }
}
