package org.imagebuilder.composer.traces;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Spans in the JSON form of OpenTelemetry's protocol: ids in hexadecimal digits, large numbers as
 * texts, words of closed lists by their numbers.
 */
final class OtlpJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int ERROR = 2;

  private OtlpJson() {}

  /**
   * The body of one call.
   *
   * @param resource what is said of all of them
   * @param scope which program's spans they are
   */
  static byte[] of(Map<String, String> resource, String scope, List<EndedSpan> spans) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 * (1 + spans.size()));
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeArrayFieldStart("resourceSpans");
      json.writeStartObject();
      json.writeObjectFieldStart("resource");
      writeAttributes(json, resource);
      json.writeEndObject();
      json.writeArrayFieldStart("scopeSpans");
      json.writeStartObject();
      json.writeObjectFieldStart("scope");
      json.writeStringField("name", scope);
      json.writeEndObject();
      json.writeArrayFieldStart("spans");
      for (EndedSpan span : spans) {
        write(json, span);
      }
      // Closing ends what is still open.
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, EndedSpan span) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", span.context().traceId());
    json.writeStringField("spanId", span.context().spanId());
    if (!span.parent().isEmpty()) {
      json.writeStringField("parentSpanId", span.parent());
    }
    json.writeStringField("name", span.name());
    json.writeNumberField("kind", span.kind().number());
    json.writeStringField("startTimeUnixNano", Long.toString(span.begin()));
    json.writeStringField("endTimeUnixNano", Long.toString(span.end()));
    writeAttributes(json, span.attributes());
    if (span.failed()) {
      json.writeObjectFieldStart("status");
      json.writeNumberField("code", ERROR);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void writeAttributes(JsonGenerator json, Map<String, ?> attributes)
      throws IOException {
    json.writeArrayFieldStart("attributes");
    for (Map.Entry<String, ?> each : attributes.entrySet()) {
      json.writeStartObject();
      json.writeStringField("key", each.getKey());
      json.writeObjectFieldStart("value");
      switch (each.getValue()) {
        case Integer number -> json.writeStringField("intValue", number.toString());
        case Long number -> json.writeStringField("intValue", number.toString());
        default -> json.writeStringField("stringValue", each.getValue().toString());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
