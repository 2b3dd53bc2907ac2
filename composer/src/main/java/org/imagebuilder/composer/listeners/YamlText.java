package org.imagebuilder.composer.listeners;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** JSON trees as YAML that people like to read: nested by indentation, long texts as blocks. */
final class YamlText {
  private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_/$][\\w/{}$.-]*");

  /** YAML readers of different ages take these for something else than text. */
  private static final Pattern NO_TEXT = Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|~");

  /** A block begins with its first letter, and ends with one newline or none. */
  private static final Pattern BLOCK = Pattern.compile("(?s)(?![ \\t\\n]).*\\n.*[^\\n]\\n?");

  private static final Pattern NO_BLOCK = Pattern.compile("[^\\n\\t\\x20-\\x7e\\xa0-\\ud7ff]");
  private static final String INDENT = "  ";

  private YamlText() {}

  static String of(JsonNode tree) {
    return String.join("\n", lines(tree)) + "\n";
  }

  private static List<String> lines(JsonNode node) {
    if (node.isEmpty() || node.isValueNode()) {
      return scalar(node);
    }
    List<String> lines = new ArrayList<>();
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        member(lines, key(member.getKey()), member.getValue());
      }
    } else {
      node.forEach(each -> item(lines, each));
    }
    return lines;
  }

  private static void member(List<String> lines, String key, JsonNode value) {
    List<String> below = lines(value);
    if (value.isContainerNode() && !value.isEmpty()) {
      lines.add(key + ":");
      below.forEach(line -> lines.add(indented(line)));
    } else {
      lines.add(key + ": " + below.getFirst());
      lines.addAll(below.subList(1, below.size()));
    }
  }

  private static void item(List<String> lines, JsonNode value) {
    List<String> below = lines(value);
    lines.add("- " + below.getFirst());
    below.subList(1, below.size()).forEach(line -> lines.add(indented(line)));
  }

  private static List<String> scalar(JsonNode node) {
    String text = node.asText();
    if (!node.isTextual() || !BLOCK.matcher(text).matches() || NO_BLOCK.matcher(text).find()) {
      // What is JSON is YAML, too.
      return List.of(node.toString());
    }
    List<String> lines = new ArrayList<>();
    lines.add(text.endsWith("\n") ? "|" : "|-");
    text.lines().forEach(line -> lines.add(indented(line)));
    return lines;
  }

  private static String indented(String line) {
    return line.isEmpty() ? line : INDENT + line;
  }

  private static String key(String name) {
    boolean plain = PLAIN_KEY.matcher(name).matches() && !NO_TEXT.matcher(name).matches();
    return plain ? name : com.fasterxml.jackson.databind.node.TextNode.valueOf(name).toString();
  }
}
