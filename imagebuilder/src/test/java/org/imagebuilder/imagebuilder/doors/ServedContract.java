package org.imagebuilder.imagebuilder.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The document that the program serves, and what it allows. */
final class ServedContract {
  static final ServedContract DOCUMENT = new ServedContract();

  private static final String NAME = "https://contract.invalid/served";
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private final JsonNode root;
  private final JsonSchemaFactory factory;
  private final SchemaValidatorsConfig settings =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(false).build();
  private final Map<JsonNode, JsonSchema> schemas = new HashMap<>();

  private ServedContract() {
    try (InputStream served =
        ServedContract.class.getResourceAsStream("/openapi/imagebuilder.json")) {
      root = new ObjectMapper().readTree(served);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    factory =
        JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V4,
            builder ->
                builder
                    .schemaLoaders(loaders -> loaders.schemas(Map.of(NAME, root.toString())))
                    .metaSchema(OpenApi30.getInstance())
                    .defaultMetaSchemaIri(OpenApi30.getInstance().getIri()));
  }

  static Stream<Named<Door>> all() {
    return DOCUMENT.doors().stream().map(door -> Named.of(door.toString(), door));
  }

  static Stream<Named<Door>> withPathParameters() {
    return all().filter(door -> !door.getPayload().names("path").isEmpty());
  }

  static Stream<Named<Door>> withQueryParameters() {
    return all().filter(door -> !door.getPayload().names("query").isEmpty());
  }

  static Stream<Named<Door>> withBodies() {
    return all().filter(door -> door.getPayload().takesBody());
  }

  List<Door> doors() {
    return root.path("paths").properties().stream()
        .flatMap(
            path ->
                path.getValue().properties().stream()
                    .filter(member -> METHODS.contains(member.getKey()))
                    .map(
                        member ->
                            new Door(
                                this,
                                path.getKey(),
                                member.getKey().toUpperCase(Locale.ROOT),
                                path.getValue(),
                                member.getValue())))
        .toList();
  }

  JsonNode resolved(JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isMissingNode() ? node : resolved(root.at(reference.asText().substring(1)));
  }

  /** What is wrong with a value, place by place. */
  List<String> faults(JsonNode schemaOrReference, JsonNode value) {
    return schemas.computeIfAbsent(schemaOrReference, this::schema).validate(value).stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  /** Names of members that are filled in where they are missing. */
  Set<String> namesWithDefaults() {
    Set<String> names = new TreeSet<>();
    for (JsonNode schema : root.at("/components/schemas")) {
      for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
        JsonNode rule = resolved(member.getValue());
        boolean preset = rule.has("default");
        for (JsonNode part : rule.path("allOf")) {
          preset |= part.has("default") || resolved(part).has("default");
        }
        if (preset) {
          names.add(member.getKey());
        }
      }
    }
    return names;
  }

  private JsonSchema schema(JsonNode node) {
    String reference = node.path("$ref").asText();
    if (!reference.isEmpty()) {
      return factory.getSchema(SchemaLocation.of(NAME + reference), settings);
    }
    // Without a name of its own: as part of the document, so that it may refer to the rest.
    com.fasterxml.jackson.databind.node.ObjectNode alone = root.deepCopy();
    alone.setAll((com.fasterxml.jackson.databind.node.ObjectNode) node.deepCopy());
    return factory.getSchema(alone, settings);
  }
}
