package org.imagebuilder.imagebuilder.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bodies that are wrong in one way each. */
final class OddBodies {
  /** What stands in the place of a member. */
  private static final List<String> ODD_VALUES =
      List.of(
          "null",
          "true",
          "\"\"",
          "\"a\\u0000b\"",
          "\"\\ud800\"",
          "-1",
          "1.5",
          "99999999999999999999",
          "1e300",
          "[]",
          "[null]",
          "{}",
          "[".repeat(60) + "]".repeat(60),
          "\"" + "x".repeat(5000) + "\"");

  private static final TextNode HERE = TextNode.valueOf("put it here");

  /** A body, and the name of the member that is odd in it. */
  record Odd(String text, String member, String value) {
    /** What no text of the contract may have, whatever its schema says. */
    boolean isUnstorable() {
      return value.contains("u0000") || value.contains("ud800");
    }

    boolean isAbsent() {
      return value.isEmpty() || value.equals("null");
    }
  }

  private OddBodies() {}

  /** What is no JSON text, or not just one, or no object. */
  static List<String> malformed(ObjectNode example) {
    String good = example.toString();
    return List.of(
        " ",
        "{",
        "}",
        "{]",
        "{\"a\":}",
        "{'a': 1}",
        "{a: 1}",
        "nul",
        "NaN",
        "{\"a\": 01}",
        "{\"a\": 1,}",
        "{\"a\": \"\n\"}",
        "{\"a\": \"\\x\"}",
        "<a/>",
        "a=1&b=2",
        "/* */" + good,
        good + good,
        good + ",",
        good + " x",
        good.substring(0, good.length() - 1),
        good + "\0",
        "[".repeat(100_000),
        "{\"a\":".repeat(50_000),
        "{\"a\": " + "9".repeat(100_000) + "x}",
        "[]",
        "[{}]",
        "\"text\"",
        "0",
        "-1.5e3",
        "true",
        "null");
  }

  /** Each member of the examples in turn with each of the odd values, then without it. */
  static List<Odd> withOddMembers(List<ObjectNode> examples) {
    List<Odd> bodies = new ArrayList<>();
    placesOf(examples)
        .forEach(
            (place, example) -> {
              ObjectNode changed = example.deepCopy();
              String member = place.substring(place.lastIndexOf('/') + 1);
              replace(changed, place, HERE);
              String[] parts = changed.toString().split(HERE.toString(), 2);
              ODD_VALUES.forEach(
                  odd -> bodies.add(new Odd(parts[0] + odd + parts[1], member, odd)));
              bodies.add(new Odd(without(example, place), member, ""));
            });
    return bodies;
  }

  /** Each object of the examples in turn with one member more. */
  static List<Odd> withUnknownMembers(List<ObjectNode> examples) {
    List<Odd> bodies = new ArrayList<>();
    placesOf(examples)
        .forEach(
            (place, example) -> {
              ObjectNode changed = example.deepCopy();
              if (changed.at(place) instanceof ObjectNode object) {
                object.put("unheard_of", "x");
                bodies.add(new Odd(changed.toString(), "unheard_of", "x"));
              }
            });
    ObjectNode root = examples.getFirst().deepCopy();
    bodies.add(new Odd(root.put("unheard_of", 1).toString(), "unheard_of", "1"));
    return bodies;
  }

  /** JSON pointers of all values, each once for all examples, with an example that has it. */
  private static Map<String, ObjectNode> placesOf(List<ObjectNode> examples) {
    Map<String, ObjectNode> places = new LinkedHashMap<>();
    java.util.Set<String> known = new java.util.HashSet<>();
    for (ObjectNode example : examples) {
      for (String place : places(example, "")) {
        if (known.add(place.replaceAll("/\\d+", "/-"))) {
          places.put(place, example);
        }
      }
    }
    return places;
  }

  private static List<String> places(JsonNode node, String at) {
    List<String> places = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String place = at + "/" + member.getKey().replace("~", "~0").replace("/", "~1");
      places.add(place);
      places.addAll(places(member.getValue(), place));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      places.add(at + "/" + i);
      places.addAll(places(node.get(i), at + "/" + i));
    }
    return places;
  }

  private static void replace(JsonNode root, String place, JsonNode value) {
    int slash = place.lastIndexOf('/');
    String last = place.substring(slash + 1);
    switch (root.at(place.substring(0, slash))) {
      case ArrayNode list -> list.set(Integer.parseInt(last), value);
      case ObjectNode object -> object.set(unescaped(last), value);
      case JsonNode other -> throw new IllegalArgumentException(place + " is in " + other);
    }
  }

  private static String without(ObjectNode example, String place) {
    ObjectNode changed = example.deepCopy();
    int slash = place.lastIndexOf('/');
    String last = place.substring(slash + 1);
    switch (changed.at(place.substring(0, slash))) {
      case ArrayNode list -> list.remove(Integer.parseInt(last));
      case ObjectNode object -> object.remove(unescaped(last));
      case JsonNode other -> throw new IllegalArgumentException(place + " is in " + other);
    }
    return changed.toString();
  }

  private static String unescaped(String name) {
    return name.replace("~1", "/").replace("~0", "~");
  }
}
