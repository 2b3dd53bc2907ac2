package org.imagebuilder.composer.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares examples with schemas; keeps the schemas that it has read once. */
public final class ExampleCheck {
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(
          SpecVersion.VersionFlag.V4,
          factory ->
              factory
                  .metaSchema(OpenApi30.getInstance())
                  .defaultMetaSchemaIri(OpenApi30.getInstance().getIri()));
  private static final SchemaValidatorsConfig STRICT =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  private final Contract contract;
  private final Map<JsonNode, JsonSchema> known = new HashMap<>();

  public ExampleCheck(Contract contract) {
    this.contract = contract;
  }

  /** What is wrong with the example, place by place. */
  public List<String> faults(JsonNode schema, JsonNode example) {
    return known
        .computeIfAbsent(schema, node -> SCHEMAS.getSchema(contract.standingAlone(node), STRICT))
        .validate(example)
        .stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }
}
