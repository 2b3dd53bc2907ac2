package org.imagebuilder.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A template with its values, as OpenShift would make objects of it. */
record Processed(Template template, Map<String, String> values, List<JsonNode> objects) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern WHOLE = Pattern.compile("\\$\\{\\{([A-Za-z0-9_]+)}}");
  private static final Pattern PART = Pattern.compile("\\$\\{([A-Za-z0-9_]+)}");

  static Processed of(Template template, Values given) {
    Map<String, String> values = given.complete(template);
    List<JsonNode> objects =
        template.objects().stream().map(object -> filled(object, values)).toList();
    return new Processed(template, values, objects);
  }

  /** Objects of a kind. */
  List<JsonNode> all(String kind) {
    return objects.stream().filter(object -> object.path("kind").asText().equals(kind)).toList();
  }

  Optional<JsonNode> one(String kind, String name) {
    return all(kind).stream().filter(object -> name(object).equals(name)).findFirst();
  }

  static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  /** How a sentence names an object. */
  static String title(JsonNode object) {
    return object.path("kind").asText() + " " + name(object);
  }

  /** All pods that would be started by these objects. */
  List<Pod> pods() {
    return objects.stream().flatMap(Processed::pods).toList();
  }

  private static Stream<Pod> pods(JsonNode object) {
    return switch (object.path("kind").asText()) {
      case "Deployment", "StatefulSet" -> Stream.of(pod(object, object.at("/spec/template")));
      case "CronJob" -> Stream.of(pod(object, object.at("/spec/jobTemplate/spec/template")));
      case "ClowdApp" -> Pod.ofClowdApp(object);
      default -> Stream.empty();
    };
  }

  private static Pod pod(JsonNode owner, JsonNode template) {
    return new Pod(title(owner), owner, template.at("/metadata/labels"), template.path("spec"));
  }

  private static JsonNode filled(JsonNode node, Map<String, String> values) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object
            .properties()
            .forEach(
                member ->
                    copy.set(text(member.getKey(), values), filled(member.getValue(), values)));
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> copy.add(filled(element, values)));
        yield copy;
      }
      case TextNode text -> text(text, values);
      default -> node;
    };
  }

  private static JsonNode text(TextNode node, Map<String, String> values) {
    Matcher whole = WHOLE.matcher(node.asText());
    if (!whole.matches()) {
      return TextNode.valueOf(text(node.asText(), values));
    }
    String value = values.get(whole.group(1));
    if (value == null) {
      return node;
    }
    try {
      return JSON.readTree(value);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(value);
    }
  }

  private static String text(String text, Map<String, String> values) {
    return PART.matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
  }
}
