package org.imagebuilder.composer.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.imagebuilder.composer.contracts.Contract;

/**
 * Makes values from a schema: mostly such as it allows, with words that examples use, and now and
 * then something else.
 */
final class SchemaWalk {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Map<String, List<JsonNode>> WORDS = ServedContracts.words();
  private static final int DEEPEST = 8;
  private static final List<JsonNode> ODD =
      List.of(
          NODES.nullNode(),
          NODES.booleanNode(true),
          NODES.textNode(""),
          NODES.textNode("a\0b"),
          NODES.textNode("\u202e../'\"%"),
          NODES.textNode("-1"),
          NODES.numberNode(-1),
          NODES.numberNode(1.5),
          NODES.numberNode(Long.MAX_VALUE),
          NODES.arrayNode(),
          NODES.arrayNode().addNull(),
          NODES.objectNode(),
          NODES.objectNode().put("unheard_of", 1),
          NODES.textNode("x".repeat(20_000)));

  private final Contract contract;
  private final Random random;

  SchemaWalk(Contract contract, Random random) {
    this.contract = contract;
    this.random = random;
  }

  /** Something that hardly any schema allows. */
  static JsonNode odd(Random random) {
    return ODD.get(random.nextInt(ODD.size())).deepCopy();
  }

  JsonNode value(JsonNode schema) {
    return value("", schema, 0);
  }

  private JsonNode value(String name, JsonNode reference, int depth) {
    JsonNode schema = contract.resolve(reference);
    if (chance(0.01)) {
      return odd(random);
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      if (schema.has(choice)) {
        return value(name, pick(schema.path(choice)), depth);
      }
    }
    if (schema.has("enum")) {
      return pick(schema.path("enum"));
    }
    return switch (schema.path("type").asText()) {
      case "object" -> object(schema, depth);
      case "array" -> array(name, schema, depth);
      case "string" -> text(name, schema);
      case "integer" -> NODES.numberNode(schema.path("minimum").asLong(0) + random.nextInt(5000));
      case "number" -> NODES.numberNode(random.nextInt(100) / 4.0);
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      default -> word(name, NODES.textNode("anything"));
    };
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(member -> required.add(member.asText()));
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      boolean wanted =
          required.contains(member.getKey()) ? chance(0.99) : chance(0.5 / (depth + 1));
      if (wanted && depth < DEEPEST) {
        object.set(member.getKey(), value(member.getKey(), member.getValue(), depth + 1));
      }
    }
    if (schema.path("additionalProperties").isObject() && chance(0.5)) {
      object.set("some", value("some", schema.path("additionalProperties"), depth + 1));
    }
    return object;
  }

  private ArrayNode array(String name, JsonNode schema, int depth) {
    ArrayNode list = NODES.arrayNode();
    int size = schema.path("minItems").asInt() + (depth > DEEPEST ? 0 : random.nextInt(3));
    for (int i = 0; i < Math.min(size, schema.path("maxItems").asInt(size)); i++) {
      list.add(value(name, schema.path("items"), depth + 1));
    }
    return list;
  }

  private JsonNode text(String name, JsonNode schema) {
    JsonNode example = schema.path("example");
    JsonNode other =
        schema.path("format").asText().equals("uuid")
            ? NODES.textNode(new UUID(random.nextLong(), random.nextLong()).toString())
            : NODES.textNode("text" + random.nextInt(10));
    return word(name, example.isTextual() && chance(0.5) ? example : other);
  }

  /** What some example has in a member of this name, or else this. */
  private JsonNode word(String name, JsonNode otherwise) {
    List<JsonNode> known = WORDS.getOrDefault(name, List.of());
    return known.isEmpty() || chance(0.2)
        ? otherwise
        : known.get(random.nextInt(known.size())).deepCopy();
  }

  private JsonNode pick(JsonNode list) {
    return list.get(random.nextInt(list.size()));
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }
}
