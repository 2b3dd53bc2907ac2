package org.imagebuilder.agent.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Spans on their way to a collector that is there, away, silent, or of another opinion. */
class SpanSenderTest {
  private static final TraceContext SAMPLED =
      new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);

  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private HttpServer collector;

  @BeforeEach
  void open() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          try (exchange) {
            received.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(status, -1);
          }
        });
    collector.start();
  }

  @AfterEach
  void shut() {
    collector.stop(0);
  }

  @Test
  void spans_arrive_in_the_form_of_the_protocol() {
    try (SpanSender sender = sender(port(), 100)) {
      Span span =
          Span.begin(SAMPLED, "b7ad6b7169203331", SpanKind.CLIENT, "a name", sender)
              .with("text", "it")
              .with("number", 7)
              .failed("IOException");
      span.end();
      span.end();

      await().untilAsserted(() -> assertThat(sender.sent()).isEqualTo(1));
    }
    JsonNode resource = received.getFirst().at("/resourceSpans/0");
    assertThat(resource.at("/resource/attributes/0/value/stringValue").asText())
        .isEqualTo("program");
    JsonNode sent = resource.at("/scopeSpans/0/spans/0");
    assertThat(sent.path("traceId").asText()).isEqualTo(SAMPLED.traceId());
    assertThat(sent.path("spanId").asText()).isEqualTo(SAMPLED.spanId());
    assertThat(sent.path("parentSpanId").asText()).isEqualTo("b7ad6b7169203331");
    assertThat(sent.path("kind").asInt()).isEqualTo(3);
    assertThat(sent.path("name").asText()).isEqualTo("a name");
    assertThat(sent.at("/status/code").asInt()).isEqualTo(2);
    assertThat(sent.path("attributes").toString())
        .contains("{\"key\":\"text\",\"value\":{\"stringValue\":\"it\"}}")
        .contains("{\"key\":\"number\",\"value\":{\"intValue\":\"7\"}}");
    assertThat(Instant.ofEpochSecond(0, sent.path("endTimeUnixNano").asLong()))
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
  }

  @Test
  void what_waits_is_sent_when_the_program_ends() {
    try (SpanSender sender = sender(port(), 100, Duration.ofMinutes(10))) {
      end(3, sender);
    }

    assertThat(received.getFirst().at("/resourceSpans/0/scopeSpans/0/spans")).hasSize(3);
  }

  @Test
  void a_span_of_a_trace_that_is_not_recorded_goes_nowhere() {
    try (SpanSender sender = sender(port(), 100, Duration.ofMinutes(10))) {
      TraceContext unsampled = new TraceContext(SAMPLED.traceId(), SAMPLED.spanId(), false);
      Span.begin(unsampled, "", SpanKind.CLIENT, "unseen", sender)
          .child("neither", SpanKind.CLIENT)
          .end();
    }

    assertThat(received).isEmpty();
  }

  @Test
  void a_collector_that_is_away_costs_spans_and_no_time() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    try (SpanSender sender = sender(free, 100)) {
      long begin = System.nanoTime();
      end(10_000, sender);
      Duration took = Duration.ofNanos(System.nanoTime() - begin);

      assertThat(took).isLessThan(Duration.ofSeconds(2));
      await().untilAsserted(() -> assertThat(sender.dropped()).isEqualTo(10_000));
    }
  }

  @Test
  void behind_a_collector_that_never_answers_no_more_waits_than_may() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SpanSender sender = sender(silent.getLocalPort(), 10)) {
      end(1000, sender);

      // So many may wait, and as many may be on their way.
      assertThat(sender.dropped()).isBetween(980L, 990L);
    }
  }

  @Test
  void spans_that_the_collector_refuses_are_counted_and_later_ones_arrive() {
    status = 503;
    try (SpanSender sender = sender(port(), 100)) {
      end(1, sender);
      await().untilAsserted(() -> assertThat(sender.dropped()).isEqualTo(1));

      status = 200;
      end(1, sender);

      await().untilAsserted(() -> assertThat(sender.sent()).isEqualTo(1));
    }
  }

  private static void end(int spans, SpanSender sender) {
    for (int i = 0; i < spans; i++) {
      Span.begin(SAMPLED.next(), "", SpanKind.INTERNAL, "work", sender).end();
    }
  }

  private int port() {
    return collector.getAddress().getPort();
  }

  private static SpanSender sender(int port, int room) {
    return sender(port, room, Duration.ofMillis(1));
  }

  private static SpanSender sender(int port, int room, Duration delay) {
    Map<String, String> variables =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "http://127.0.0.1:" + port,
            "OTEL_EXPORTER_OTLP_TIMEOUT",
            "10000",
            "OTEL_BSP_SCHEDULE_DELAY",
            Long.toString(delay.toMillis()),
            "OTEL_BSP_MAX_QUEUE_SIZE",
            Integer.toString(room));
    return new SpanSender(
        TracesConfig.of(name -> Optional.ofNullable(variables.get(name)), "program").orElseThrow(),
        "scope");
  }
}
