package org.imagebuilder.imagebuilder.operations;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.imagebuilder.traces.Span;
import org.imagebuilder.imagebuilder.traces.Trace;
import org.imagebuilder.imagebuilder.traces.TraceContext;
import org.imagebuilder.imagebuilder.traces.Traces;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * One JSON object per line of the log. Keys and values of a message become members of their own,
 * and what is said while a request is served carries the ids of that request.
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
      writeTrace(json);
      json.writeStringField("logger", log.getLoggerName());
      writeIfAny(json, "channel", deployment);
      writeThrown(log, json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return line.append('\n').toString();
  }

  private void writeMessage(ExtLogRecord log, JsonGenerator json) throws IOException {
    if (log.getFormatStyle() != ExtLogRecord.FormatStyle.PRINTF || log.getMessage() == null) {
      json.writeStringField("message", formatMessage(log));
      return;
    }
    KeyValues shape = KeyValues.of(log.getMessage());
    json.writeStringField(
        "message", shape.sentence().isEmpty() ? formatMessage(log) : shape.sentence());
    for (Map.Entry<String, Object> each : shape.values(log.getParameters()).entrySet()) {
      json.writeFieldName(each.getKey());
      write(each.getValue(), json);
    }
  }

  private static void write(Object value, JsonGenerator json) throws IOException {
    switch (value) {
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Boolean bool -> json.writeBoolean(bool);
      default -> json.writeString(value.toString());
    }
  }

  private static void writeTrace(JsonGenerator json) throws IOException {
    Optional<Trace> current = Trace.current();
    Optional<TraceContext> span = Traces.current().filter(Span::isOurs).map(Span::context);
    if (current.isPresent()) {
      String id = current.get().id();
      String traceId = span.map(TraceContext::traceId).orElse(id);
      json.writeStringField("trace_id", traceId);
      json.writeStringField("span_id", span.map(TraceContext::spanId).orElse(current.get().span()));
      // What the caller calls it, where it has a name for it that traces cannot have.
      writeIfAny(json, "strc_trace_id", id.equals(traceId) ? "" : id);
      writeIfAny(json, "request_id", current.get().requestId());
    }
  }

  private static void writeThrown(ExtLogRecord log, JsonGenerator json) throws IOException {
    if (log.getThrown() == null) {
      return;
    }
    json.writeStringField("error", log.getThrown().toString());
    StringWriter trace = new StringWriter();
    log.getThrown().printStackTrace(new PrintWriter(trace));
    json.writeStringField("stack_trace", trace.toString());
  }

  private static void writeIfAny(JsonGenerator json, String key, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(key, value);
    }
  }
}
