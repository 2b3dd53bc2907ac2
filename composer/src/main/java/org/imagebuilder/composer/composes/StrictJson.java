package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.imagebuilder.composer.errors.ApiException;
import org.imagebuilder.composer.errors.ErrorCode;

/**
 * Reads a request body as one JSON object. What two readers could understand differently (a member
 * given twice, text after the end) is refused, and so is what a database or a file cannot hold.
 */
final class StrictJson {
  private final ObjectMapper json;
  private final int maxDepth;
  private final long maxElements;

  StrictJson(int maxDepth, long maxElements) {
    this.maxDepth = maxDepth;
    this.maxElements = maxElements;
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(maxDepth)
                    .maxTokenCount(maxElements)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Where it lies in the body is for the caller; the body itself is not repeated.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    this.json =
        JsonMapper.builder(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  }

  ObjectNode read(byte[] body) {
    JsonNode tree = tree(text(body));
    if (!(tree instanceof ObjectNode object)) {
      throw ErrorCode.VALIDATION_FAILED.because("the body has to be one JSON object");
    }
    check(object, "");
    return object;
  }

  private JsonNode tree(String text) {
    try {
      return json.readTree(text);
    } catch (MismatchedInputException e) {
      throw ErrorCode.VALIDATION_FAILED.because("the body has more than one JSON value");
    } catch (StreamConstraintsException e) {
      throw ErrorCode.VALIDATION_FAILED.because(
          "the body may be nested %d deep and have %d names, values, beginnings and ends"
              .formatted(maxDepth, maxElements));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where =
          at == null ? "" : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
      throw ErrorCode.VALIDATION_FAILED.because(
          "the body is not acceptable JSON: " + plain(e.getOriginalMessage()) + where);
    }
  }

  /** Without the reader's words about itself. */
  private static String plain(String message) {
    return message.replaceFirst(" \\(start marker at .*|, from `.*", "");
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw ErrorCode.VALIDATION_FAILED.because("the body is not UTF-8");
    }
  }

  private static void check(JsonNode node, String path) {
    if (node.isTextual()) {
      checkText(node.asText(), path);
    } else if (isBeyondNumbers(node)) {
      throw new ApiException(ErrorCode.BODY_DECODING_ERROR, path + ": the number is too large");
    } else if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        String below = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
        checkText(member.getKey(), path);
        check(member.getValue(), below);
      }
    } else {
      for (int i = 0; i < node.size(); i++) {
        check(node.get(i), path + "[" + i + "]");
      }
    }
  }

  private static boolean isBeyondNumbers(JsonNode node) {
    return (node.isIntegralNumber() && !node.canConvertToLong())
        || (node.isFloatingPointNumber() && !Double.isFinite(node.asDouble()));
  }

  private static void checkText(String text, String path) {
    if (text.indexOf('\0') >= 0) {
      throw ErrorCode.VALIDATION_FAILED.because(path + ": a text cannot hold the character NUL");
    }
  }
}
