package org.imagebuilder.imagebuilder.requests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/** Checks one parameter of a path or query against its schema in the contract. */
final class ParameterRules {
  private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,9}");
  private static final Pattern LARGE_DECIMAL = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern OTHER_BASE = Pattern.compile("[+-]?0[xXoObB][0-9a-fA-F]+");

  private ParameterRules() {}

  /** Ends the request if the values, none if the parameter is absent, do not suit the schema. */
  static void check(JsonNode parameter, JsonNode schema, List<String> values) {
    String name = parameter.path("name").asText();
    if (values.isEmpty()) {
      if (parameter.path("required").asBoolean()) {
        throw refusal(parameter, "value is required but missing");
      }
      return;
    }
    if (schema.path("type").asText().equals("array")) {
      values.forEach(value -> checkText(parameter, schema.path("items"), value));
    } else if (schema.path("type").asText().equals("integer")) {
      if (values.getFirst().isEmpty() && !schema.has("default")) {
        throw refusal(parameter, "empty value is not allowed");
      }
      checkInteger(parameter, schema, single(name, values));
    } else {
      checkText(parameter, schema, values.getFirst());
    }
  }

  private static String single(String name, List<String> values) {
    if (values.size() > 1 || values.getFirst().isEmpty()) {
      throw malformed(name, "multiple values for single value parameter '" + name + "'");
    }
    return values.getFirst();
  }

  private static void checkInteger(JsonNode parameter, JsonNode schema, String value) {
    String name = parameter.path("name").asText();
    if (OTHER_BASE.matcher(value).matches()) {
      throw malformed(name, "'" + value + "' is no decimal integer");
    }
    if (!LARGE_DECIMAL.matcher(value).matches()) {
      throw refusal(parameter, "value " + value + ": an invalid integer: invalid syntax");
    }
    boolean fits = DECIMAL.matcher(value).matches();
    long number =
        fits ? Long.parseLong(value) : value.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
    if (schema.has("minimum") && number < schema.path("minimum").asLong()) {
      throw refusal(parameter, "number must be at least " + schema.path("minimum").asText());
    }
    if (schema.has("maximum") && number > schema.path("maximum").asLong()) {
      throw refusal(parameter, "number must be at most " + schema.path("maximum").asText());
    }
    if (!fits) {
      throw malformed(name, "'" + value + "' is out of range");
    }
  }

  private static void checkText(JsonNode parameter, JsonNode schema, String value) {
    if (value.indexOf('\0') >= 0) {
      throw refusal(parameter, "the text contains a NUL character");
    }
    List<String> allowed = new ArrayList<>();
    schema.path("enum").forEach(item -> allowed.add(item.asText()));
    if (allowed.isEmpty() || allowed.contains(value)) {
      return;
    }
    if (value.isEmpty()) {
      throw refusal(parameter, "empty value is not allowed");
    }
    throw refusal(parameter, "value is not one of the allowed values " + allowed);
  }

  static ApiException malformed(String name, String why) {
    return new ApiException(
        ErrorCode.MALFORMED_REQUEST, "Invalid format for parameter " + name + ": " + why);
  }

  private static ApiException refusal(JsonNode parameter, String why) {
    String place = parameter.path("in").asText();
    String name = parameter.path("name").asText();
    return new ApiException(
        ErrorCode.MALFORMED_REQUEST,
        "parameter \"" + name + "\" in " + place + " has an error: " + why);
  }
}
