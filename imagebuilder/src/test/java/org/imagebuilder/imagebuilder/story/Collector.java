package org.imagebuilder.imagebuilder.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes spans as a collector of OpenTelemetry does over HTTP in JSON, and checks their form. */
final class Collector implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<Received> spans = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  /** A span, as it came. */
  record Received(
      String program,
      String traceId,
      String spanId,
      String parentId,
      String name,
      int kind,
      long begin,
      long end,
      Map<String, String> attributes) {}

  Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What came until now of one trace. */
  synchronized List<Received> spansOf(String traceId) {
    return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
  }

  /** All that came until now. */
  synchronized List<Received> spans() {
    return List.copyOf(spans);
  }

  /** What was wrong with what came. */
  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
      read(exchange.getRequestMethod() + " " + type, body);
      byte[] answer = "{\"partialSuccess\":{}}".getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private synchronized void read(String call, String body) throws IOException {
    if (!call.equals("POST application/json")) {
      faults.add(call);
    }
    for (JsonNode resource : JSON.readTree(body).path("resourceSpans")) {
      String program = attributes(resource.path("resource")).getOrDefault("service.name", "");
      for (JsonNode scope : resource.path("scopeSpans")) {
        scope.path("spans").forEach(span -> read(program, span));
      }
    }
  }

  private void read(String program, JsonNode span) {
    Received received =
        new Received(
            program,
            span.path("traceId").asText(),
            span.path("spanId").asText(),
            span.path("parentSpanId").asText(),
            span.path("name").asText(),
            span.path("kind").asInt(),
            span.path("startTimeUnixNano").asLong(),
            span.path("endTimeUnixNano").asLong(),
            attributes(span));
    boolean isInOrder =
        received.traceId().matches("[0-9a-f]{32}")
            && received.spanId().matches("[0-9a-f]{16}")
            && received.parentId().matches("([0-9a-f]{16})?")
            && !received.name().isBlank()
            && span.path("startTimeUnixNano").isTextual()
            && received.begin() <= received.end();
    if (!isInOrder) {
      faults.add(span.toString());
    }
    spans.add(received);
  }

  private static Map<String, String> attributes(JsonNode owner) {
    Map<String, String> attributes = new TreeMap<>();
    for (JsonNode each : owner.path("attributes")) {
      // One member, named after the kind of value.
      each.path("value")
          .forEach(value -> attributes.put(each.path("key").asText(), value.asText()));
    }
    return attributes;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
