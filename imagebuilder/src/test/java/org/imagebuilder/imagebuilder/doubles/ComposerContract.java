package org.imagebuilder.imagebuilder.doubles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** composer.yaml as it stands in the repository. */
final class ComposerContract {
  private static final String NAME = "https://contract.invalid/composer";

  private final ObjectNode document;
  private final JsonSchema request;
  private final JsonSchema search;

  ComposerContract() {
    try {
      Path file = Path.of(System.getProperty("contracts"), "composer.yaml");
      document = (ObjectNode) new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    JsonSchemaFactory factory =
        JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V4,
            builder ->
                builder
                    .schemaLoaders(loaders -> loaders.schemas(Map.of(NAME, document.toString())))
                    .metaSchema(OpenApi30.getInstance())
                    .defaultMetaSchemaIri(OpenApi30.getInstance().getIri()));
    request = schema(factory, "ComposeRequest");
    search = schema(factory, "SearchPackagesRequest");
  }

  private static JsonSchema schema(JsonSchemaFactory factory, String name) {
    return factory.getSchema(
        SchemaLocation.of(NAME + "#/components/schemas/" + name),
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(false).build());
  }

  List<String> violations(JsonNode body) {
    return request.validate(body).stream().map(ValidationMessage::toString).toList();
  }

  List<String> violationsOfSearch(JsonNode body) {
    return search.validate(body).stream().map(ValidationMessage::toString).toList();
  }

  /** The document as this composer, or one from before idempotency keys, serves it. */
  String document(boolean withKeys) {
    ObjectNode served = document.deepCopy();
    if (!withKeys) {
      ((ObjectNode) served.at("/paths/~1compose/post")).remove("parameters");
    }
    return served.toString();
  }
}
