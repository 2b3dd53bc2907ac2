package org.imagebuilder.composer.contracts;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** One document as a tree, with the places that the rules look at. */
public record Contract(String name, JsonNode root) {
  static final Path FOLDER = Path.of(System.getProperty("contracts", "../src/main/openapi"));

  private static final YAMLMapper YAML =
      YAMLMapper.builder().configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true).build();
  private static final Set<String> METHODS =
      Set.of("get", "head", "put", "post", "delete", "patch");

  /** All documents, those without operations too. */
  static Stream<Contract> all() {
    return Stream.of("common", "worker", "composer", "imagebuilder").map(Contract::read);
  }

  /** The documents that have a service behind them. */
  static Stream<Contract> services() {
    return all().filter(contract -> !contract.name.equals("common"));
  }

  public static Contract read(String name) {
    try {
      return new Contract(name, YAML.readTree(FOLDER.resolve(name + ".yaml").toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file() {
    return FOLDER.resolve(name + ".yaml");
  }

  public List<Operation> operations() {
    List<Operation> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
        if (METHODS.contains(member.getKey())) {
          found.add(
              new Operation(
                  this, path.getKey(), member.getKey(), path.getValue(), member.getValue()));
        }
      }
    }
    return found;
  }

  /** The node itself, or what it refers to, be it in this document or in a neighbour. */
  public JsonNode resolve(JsonNode node) {
    JsonNode at = node;
    Contract in = this;
    while (at.has("$ref")) {
      String[] parts = at.path("$ref").asText().split("#", 2);
      in = parts[0].isEmpty() ? in : read(parts[0].replace(".yaml", ""));
      at = in.root.at(parts.length == 2 ? parts[1] : "");
    }
    return at;
  }

  /** A schema with all it may refer to around it, fit to be given to a validator. */
  JsonNode standingAlone(JsonNode schema) {
    ObjectNode alone = schema.deepCopy();
    ObjectNode components = root.path("components").deepCopy();
    ObjectNode schemas = components.withObject("/schemas");
    read("common")
        .root
        .at("/components/schemas")
        .properties()
        .forEach(shared -> schemas.set(shared.getKey(), shared.getValue()));
    alone.set("components", YAML.createObjectNode().set("schemas", schemas));
    alone.findParents("$ref").forEach(Contract::turnInwards);
    return alone;
  }

  private static void turnInwards(JsonNode reference) {
    ObjectNode node = (ObjectNode) reference;
    node.put("$ref", node.path("$ref").asText().replace("common.yaml#", "#"));
  }

  /** Shows every object of the document with its place; examples are data and left out. */
  void walk(BiConsumer<String, JsonNode> visit) {
    walk("", root, visit);
  }

  private static void walk(String place, JsonNode node, BiConsumer<String, JsonNode> visit) {
    if (node.isObject()) {
      visit.accept(place, node);
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      boolean data = Set.of("example", "examples", "default", "enum").contains(member.getKey());
      if (!data || isMemberOfSchema(place)) {
        walk(place + "/" + escaped(member.getKey()), member.getValue(), visit);
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      walk(place + "/" + i, node.get(i), visit);
    }
  }

  /** Shows every schema with its place, those inside of others too. */
  void schemas(BiConsumer<String, JsonNode> visit) {
    walk(
        (place, node) -> {
          if (isSchema(place)) {
            visit.accept(place, node);
          }
        });
  }

  static boolean isSchema(String place) {
    return place.matches(
        "(/components/schemas/[^/]+|.*/(schema|items|not|additionalProperties)"
            + "|.*/(allOf|oneOf|anyOf)/\\d+|.*/properties/[^/]+)");
  }

  private static boolean isMemberOfSchema(String place) {
    return place.endsWith("/properties");
  }

  static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /** The numbers of the catalogue with their entries' statuses; empty without a catalogue. */
  public Map<Integer, JsonNode> catalogue() {
    Map<Integer, JsonNode> numbers = new java.util.TreeMap<>();
    root.path("x-errors").forEach(error -> numbers.put(error.path("id").asInt(), error));
    return numbers;
  }

  Set<String> tags() {
    Set<String> tags = new TreeSet<>();
    root.path("tags").forEach(tag -> tags.add(tag.path("name").asText()));
    return tags;
  }

  String fault(String place, String change) {
    return name + ".yaml#" + place + ": " + change;
  }

  @Override
  public String toString() {
    return name;
  }
}
