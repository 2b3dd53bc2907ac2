package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The contract of the cloud API as it is served, and the checks that follow from it
 * (docs/adr/0004). Immutable once made.
 */
final class Contract {
  private static final String RESOURCE = "/openapi/composer.json";
  private static final JsonNode SERVED = read();
  private static final String SCHEMAS = "#/components/schemas/";

  private final JsonNode document;
  private final JsonSchemaFactory factory;
  private final SchemaValidatorsConfig config;
  private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

  Contract(JsonNode document) {
    this.document = document;
    this.factory =
        JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V4,
            builder ->
                builder
                    .metaSchema(OpenApi30.getInstance())
                    .defaultMetaSchemaIri(OpenApi30.getInstance().getIri()));
    this.config =
        SchemaValidatorsConfig.builder()
            // Formats describe; what a value must be is checked where it is used.
            .formatAssertionsEnabled(false)
            .pathType(PathType.JSON_POINTER)
            // The sentences are ours (Complaint), and no resource bundle has to be carried.
            .messageSource((key, otherwise, locale, arguments) -> key)
            .build();
  }

  static Contract load() {
    return new Contract(SERVED);
  }

  // In a native executable: when it is built.
  private static JsonNode read() {
    try (InputStream file = Contract.class.getResourceAsStream(RESOURCE)) {
      if (file == null) {
        throw new IllegalStateException("The contract is missing: " + RESOURCE);
      }
      return new ObjectMapper().readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The contract cannot be read", e);
    }
  }

  JsonNode document() {
    return document;
  }

  /** What in this value does not fit the schema of this name. */
  Set<ValidationMessage> faults(String schemaName, JsonNode value) {
    return schemas.computeIfAbsent(schemaName, this::compile).validate(value);
  }

  boolean fits(String schemaName, JsonNode value) {
    return faults(schemaName, value).isEmpty();
  }

  /** The schema itself, references resolved one step. */
  JsonNode schema(String name) {
    return document.at("/components/schemas/" + name);
  }

  /** The name behind a reference; empty where the schema stands in place. */
  static String referenced(JsonNode schema) {
    String ref = schema.path("$ref").asText();
    return ref.startsWith(SCHEMAS) ? ref.substring(SCHEMAS.length()) : "";
  }

  private JsonSchema compile(String name) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("$ref", SCHEMAS + name);
    root.set("components", document.path("components"));
    return factory.getSchema(root, config);
  }
}
