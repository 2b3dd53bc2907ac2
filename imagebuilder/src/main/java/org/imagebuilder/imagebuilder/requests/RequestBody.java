package org.imagebuilder.imagebuilder.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A body checked against its schema in the contract, with the defaults written into it (ADR 0004).
 */
@Singleton
public class RequestBody {
  /** All but the one that the validator takes too long for; {@link UniqueItems} checks it. */
  private static final JsonMetaSchema KEYWORDS =
      JsonMetaSchema.builder(OpenApi30.getInstance())
          .keyword(new NonValidationKeyword("uniqueItems"))
          .build();

  private final Contract contract;
  private final JsonSchemaFactory factory;
  private final SchemaValidatorsConfig settings;
  private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

  RequestBody(Contract contract) {
    this.contract = contract;
    this.factory =
        JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V4,
            builder -> builder.metaSchema(KEYWORDS).defaultMetaSchemaIri(KEYWORDS.getIri()));
    // Formats are hints to people here; drafts of clients must not fail over a half-typed address.
    this.settings =
        SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(false)
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ENGLISH)
            .build();
  }

  /** Compiles a schema before the first body needs it. */
  public void prepare(String schemaName) {
    schema(schemaName).initializeValidators();
  }

  /** The same tree with its defaults, or a refusal that names the first member that is wrong. */
  public ObjectNode checked(@Nullable ObjectNode body, String schemaName) {
    if (body == null) {
      throw new ApiException(ErrorCode.BODY_MISSING);
    }
    ValueRules.check(body).ifPresent(wrong -> refuse(schemaName, wrong));
    ObjectNode complete = body.deepCopy();
    JsonNode rules = contract.document().at("/components/schemas/" + schemaName);
    new Defaults(contract).inject(complete, rules);
    schema(schemaName).validate(complete).stream()
        .min(Comparator.comparingInt(RequestBody::depthOfRule))
        .ifPresent(message -> refuse(schemaName, sentence(message)));
    new UniqueItems(contract)
        .repeated(complete, rules)
        .ifPresent(
            place -> refuse(schemaName, at(place, "must have only unique items in the array")));
    return complete;
  }

  private JsonSchema schema(String name) {
    return schemas.computeIfAbsent(name, this::compiled);
  }

  // Of the tree that is there: by its address the validator would read the document once more.
  private JsonSchema compiled(String name) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("$ref", "#/components/schemas/" + name);
    root.set("components", contract.document().path("components"));
    return factory.getSchema(root, settings);
  }

  // The outermost rule says best what is meant; what its alternatives say is detail.
  private static int depthOfRule(ValidationMessage message) {
    return message.getEvaluationPath().getNameCount();
  }

  private static String sentence(ValidationMessage message) {
    String place = message.getInstanceLocation().toString();
    return switch (message.getType()) {
      case "additionalProperties" ->
          at(place, "property \"" + message.getProperty() + "\" is unsupported");
      case "required" ->
          at(
              place + "/" + message.getProperty(),
              "property \"" + message.getProperty() + "\" is missing");
      case "enum" ->
          at(place, "value is not one of the allowed values " + list(message.getSchemaNode()));
      case "minItems" -> at(place, "minimum number of items is " + message.getSchemaNode());
      case "maxItems" -> at(place, "maximum number of items is " + message.getSchemaNode());
      case "maxLength" -> at(place, "maximum string length is " + message.getSchemaNode());
      case "minLength" -> at(place, "minimum string length is " + message.getSchemaNode());
      default -> at(place, message.getError());
    };
  }

  private static String list(JsonNode node) {
    return node.path("enum").isArray() ? node.path("enum").toString() : node.toString();
  }

  private static String at(String place, String what) {
    return "Error at \"" + place + "\": " + what;
  }

  private static void refuse(String schemaName, String what) {
    throw new ApiException(ErrorCode.BODY_INVALID, schemaName, what);
  }
}
