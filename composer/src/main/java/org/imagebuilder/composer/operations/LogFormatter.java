package org.imagebuilder.composer.operations;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object per line of the log. Keys and values of a message become members of their own,
 * and what is said while a request is served carries that request's ids.
 */
final class LogFormatter extends ExtFormatter {
  private static final JsonFactory JSON = new JsonFactory();

  private final String deployment;

  /** Every record says that it comes from this deployment, unless it has no name. */
  LogFormatter(String deployment) {
    this.deployment = deployment;
  }

  @Override
  public String format(ExtLogRecord log) {
    StringWriter line = new StringWriter(256);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("time", log.getInstant().toString());
      json.writeStringField("level", log.getLevel().getName());
      writeMessage(log, json);
      json.writeStringField("logger", log.getLoggerName());
      writeIfAny(json, "channel", deployment);
      writeThrown(log.getThrown(), json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return line.append('\n').toString();
  }

  private void writeMessage(ExtLogRecord log, JsonGenerator json) throws IOException {
    if (log.getFormatStyle() != ExtLogRecord.FormatStyle.PRINTF || log.getMessage() == null) {
      json.writeStringField("message", formatMessage(log));
      writeRequest(json, Map.of());
      return;
    }
    KeyValues shape = KeyValues.of(log.getMessage());
    Map<String, Object> values = shape.values(log.getParameters());
    json.writeStringField(
        "message", shape.sentence().isEmpty() ? formatMessage(log) : shape.sentence());
    writeRequest(json, values);
    for (Map.Entry<String, Object> each : values.entrySet()) {
      json.writeFieldName(each.getKey());
      write(each.getValue(), json);
    }
  }

  private static void write(Object value, JsonGenerator json) throws IOException {
    switch (value) {
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case Boolean bool -> json.writeBoolean(bool);
      default -> json.writeString(value.toString());
    }
  }

  private static void writeRequest(JsonGenerator json, Map<String, Object> said)
      throws IOException {
    for (Map.Entry<String, String> each : RequestIds.current().entrySet()) {
      if (!said.containsKey(each.getKey())) {
        json.writeStringField(each.getKey(), each.getValue());
      }
    }
  }

  private static void writeThrown(@Nullable Throwable thrown, JsonGenerator json)
      throws IOException {
    if (thrown == null) {
      return;
    }
    json.writeStringField("error", thrown.toString());
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    json.writeStringField("stack_trace", trace.toString());
  }

  private static void writeIfAny(JsonGenerator json, String key, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(key, value);
    }
  }
}
