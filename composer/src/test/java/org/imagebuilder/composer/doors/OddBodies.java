package org.imagebuilder.composer.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Bodies that are wrong in one way each. */
final class OddBodies {
  /** JSON of another kind than the object that all requests are. */
  static final List<String> OTHER_KINDS =
      List.of("[]", "[{}]", "\"text\"", "\"\"", "0", "-1.5e3", "true", "false", "null");

  /** What stands in the place of a member; some of it is no tree that could be held in memory. */
  static final List<String> ODD_VALUES =
      List.of(
          "null",
          "true",
          "\"\"",
          "\"\\u0000\"",
          "\"a\\u0000b\"",
          "\"\\ud800\"",
          "\"..\\/..\\/etc\\/passwd\"",
          "-1",
          "1.5",
          "99999999999999999999",
          "1e400",
          "9".repeat(1500),
          "[]",
          "[null]",
          "{}",
          "{\"x\": {\"y\": []}}",
          "[".repeat(40) + "]".repeat(40),
          "\"" + "x".repeat(70_000) + "\"");

  /** A few of them, where each costs much. */
  static final List<String> SOME_ODD_VALUES = List.of("null", "\"\"", "-1", "[null]", "{}");

  private static final TextNode HERE = TextNode.valueOf("put it here");

  private OddBodies() {}

  /** Bytes that are no JSON text, or not just one. */
  static List<Buffer> malformed(JsonNode example) {
    String good = example.toString();
    List<Buffer> bodies = new ArrayList<>();
    for (String text :
        List.of(
            "",
            " ",
            "{",
            "}",
            "{]",
            "{\"a\":}",
            "{\"a\" 1}",
            "{'a': 1}",
            "{a: 1}",
            "nul",
            "NaN",
            "{\"a\": +1}",
            "{\"a\": 01}",
            "{\"a\": 1,}",
            "{\"a\": \"\n\"}",
            "{\"a\": \"\\x\"}",
            "{\"a\": \"\\ud8\"}",
            "<a/>",
            "a=1&b=2",
            "/* */" + good,
            good + good,
            good + ",",
            good + " x",
            good.substring(0, good.length() - 1),
            good + "\0",
            "\0" + good,
            "[".repeat(100_000),
            "{\"a\":".repeat(50_000),
            "{\"a\": " + "9".repeat(100_000) + "x}",
            "{\"" + "k".repeat(100_000) + "\": 1")) {
      bodies.add(Buffer.buffer(text));
    }
    for (int[] bytes :
        new int[][] {{0xff}, {0xc3}, {0xc0, 0x80}, {0xed, 0xa0, 0x80}, {0xf5, 0x80, 0x80, 0x80}}) {
      bodies.add(notUtf8(bytes));
    }
    bodies.add(Buffer.buffer(good, "UTF-16"));
    return bodies;
  }

  /** The example with its first member twice, or with something that nests too deeply. */
  static List<String> suspicious(JsonNode example) {
    Map.Entry<String, JsonNode> first = example.properties().iterator().next();
    String member = "\"" + first.getKey() + "\": ";
    String rest = example.toString().substring(1);
    return List.of(
        "{" + member + first.getValue() + ", " + rest,
        "{" + member + "null, " + rest,
        "{\"unheard\": " + "[".repeat(2000) + "]".repeat(2000) + ", " + rest,
        "{\"unheard\": " + "{\"a\": ".repeat(500) + "1" + "}".repeat(500) + ", " + rest,
        "{\"\\u0000\": 1, " + rest);
  }

  /** Each member of the examples in turn with each of the odd values; the tree shows the place. */
  static List<String> withOddMembers(List<JsonNode> examples, List<String> oddValues) {
    List<String> bodies = new ArrayList<>();
    placesOf(examples)
        .forEach(
            (place, example) -> {
              ObjectNode changed = example.deepCopy();
              replace(changed, place, HERE);
              String[] parts = changed.toString().split(HERE.toString(), 2);
              oddValues.forEach(odd -> bodies.add(parts[0] + odd + parts[1]));
            });
    return bodies;
  }

  /** Each member of the examples left out in turn. */
  static List<String> withoutMembers(List<JsonNode> examples) {
    List<String> bodies = new ArrayList<>();
    placesOf(examples)
        .forEach(
            (place, example) -> {
              ObjectNode changed = example.deepCopy();
              int slash = place.lastIndexOf('/');
              if (changed.at(place.substring(0, slash)) instanceof ObjectNode parent) {
                parent.remove(unescaped(place.substring(slash + 1)));
              } else if (changed.at(place.substring(0, slash)) instanceof ArrayNode parent) {
                parent.remove(Integer.parseInt(place.substring(slash + 1)));
              }
              bodies.add(changed.toString());
            });
    return bodies;
  }

  /** Each object of the examples in turn with one member more. */
  static List<String> withUnknownMembers(List<JsonNode> examples) {
    List<String> bodies = new ArrayList<>();
    for (JsonNode example : examples) {
      ObjectNode root = example.deepCopy();
      bodies.add(root.put("unheard_of", 1).toString());
    }
    placesOf(examples)
        .forEach(
            (place, example) -> {
              ObjectNode changed = example.deepCopy();
              if (changed.at(place) instanceof ObjectNode object) {
                object.put("unheard_of", "x");
                bodies.add(changed.toString());
              }
            });
    return bodies;
  }

  /** JSON pointers of all values, each once for all examples, with an example that has it. */
  private static Map<String, JsonNode> placesOf(List<JsonNode> examples) {
    Map<String, JsonNode> places = new LinkedHashMap<>();
    Set<String> known = new java.util.HashSet<>();
    for (JsonNode example : examples) {
      for (String place : places(example, "")) {
        if (known.add(place.replaceAll("/\\d+", "/-"))) {
          places.put(place, example);
        }
      }
    }
    return places;
  }

  static List<String> places(JsonNode node, String at) {
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

  static void replace(JsonNode root, String place, JsonNode value) {
    int slash = place.lastIndexOf('/');
    String last = place.substring(slash + 1);
    switch (root.at(place.substring(0, slash))) {
      case ArrayNode list -> list.set(Integer.parseInt(last), value);
      case ObjectNode object -> object.set(unescaped(last), value);
      case JsonNode other -> throw new IllegalArgumentException(place + " is in " + other);
    }
  }

  private static String unescaped(String name) {
    return name.replace("~1", "/").replace("~0", "~");
  }

  private static Buffer notUtf8(int[] bytes) {
    Buffer body = Buffer.buffer("{\"arch\": \"");
    for (int each : bytes) {
      body.appendByte((byte) each);
    }
    return body.appendString("\"}");
  }
}
