package org.imagebuilder.imagebuilder.requests;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * What no database and no image can hold: NUL, halves of characters, numbers beyond all measure;
 * and more of all together than a request needs and a server should look at.
 */
final class ValueRules {
  /** Objects, lists, and what is in them; packages alone may be ten thousand. */
  static final int MOST = 25_000;

  /** Digits before or behind the point: those of the largest floating-point numbers. */
  private static final int MOST_DIGITS = 309;

  private ValueRules() {}

  /** What is wrong and where, if anything is. */
  static Optional<String> check(JsonNode tree) {
    return count(tree) > MOST
        ? Optional.of("Error at \"\": more than " + MOST + " values, lists and objects included")
        : check(tree, "");
  }

  private static int count(JsonNode node) {
    int values = 1;
    for (JsonNode child : node) {
      values += count(child);
    }
    return values;
  }

  private static Optional<String> check(JsonNode node, String place) {
    if (node.isTextual()) {
      return wrong(node.textValue()).map(what -> "Error at \"" + place + "\": " + what);
    }
    if (node.isNumber()) {
      return wrong(node.decimalValue()).map(what -> "Error at \"" + place + "\": " + what);
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

  // Written out it would be as long as its exponent says.
  private static Optional<String> wrong(BigDecimal number) {
    long before = (long) number.precision() - number.scale();
    return before > MOST_DIGITS || number.scale() > MOST_DIGITS
        ? Optional.of("the number has more than " + MOST_DIGITS + " digits")
        : Optional.empty();
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
