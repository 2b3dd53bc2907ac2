package org.imagebuilder.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A running Prometheus, asked over its HTTP interface. */
final class Prometheus {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;

  Prometheus(String address) {
    this.address = address;
  }

  /**
   * A series' labels and what it had when.
   *
   * @param points seconds since 1970 and a value, both in one order
   */
  record Series(Map<String, String> labels, List<double[]> points) {
    Series {
      labels = Map.copyOf(labels);
      points = List.copyOf(points);
    }

    double last() {
      return points.getLast()[1];
    }
  }

  /** The names of all series. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    get("label/__name__/values", Map.of()).path("data").forEach(each -> names.add(each.asText()));
    return names;
  }

  /** What a question yields now; without values that are no numbers. */
  List<Series> now(String expression) {
    return series(get("query", Map.of("query", expression)), "value");
  }

  /** What a question yielded between two times. */
  List<Series> between(String expression, Instant from, Instant to, int steps) {
    double step = Math.max(1, (to.getEpochSecond() - from.getEpochSecond()) / (double) steps);
    Map<String, String> parameters =
        Map.of(
            "query", expression,
            "start", Long.toString(from.getEpochSecond()),
            "end", Long.toString(to.getEpochSecond()),
            "step", Double.toString(step));
    return series(get("query_range", parameters), "values");
  }

  private static List<Series> series(JsonNode answer, String member) {
    List<Series> all = new ArrayList<>();
    for (JsonNode each : answer.path("data").path("result")) {
      Map<String, String> labels = new LinkedHashMap<>();
      each.path("metric")
          .properties()
          .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
      List<double[]> points = new ArrayList<>();
      JsonNode values = each.path(member);
      if (member.equals("value")) {
        add(points, values);
      } else {
        values.forEach(value -> add(points, value));
      }
      if (!points.isEmpty()) {
        all.add(new Series(labels, points));
      }
    }
    return all;
  }

  private static void add(List<double[]> points, JsonNode value) {
    // Prometheus writes NaN and Inf as words; neither can be drawn.
    double number =
        switch (value.path(1).asText()) {
          case "NaN", "+Inf", "-Inf" -> Double.NaN;
          case String digits -> Double.parseDouble(digits);
        };
    if (!Double.isNaN(number)) {
      points.add(new double[] {value.path(0).asDouble(), number});
    }
  }

  private JsonNode get(String path, Map<String, String> parameters) {
    StringBuilder uri = new StringBuilder(address).append("/api/v1/").append(path);
    char sign = '?';
    for (Map.Entry<String, String> each : parameters.entrySet()) {
      uri.append(sign)
          .append(each.getKey())
          .append('=')
          .append(URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8));
      sign = '&';
    }
    JsonNode answer = send(HttpRequest.newBuilder(URI.create(uri.toString())).build());
    if (!answer.path("status").asText().equals("success")) {
      throw new IllegalStateException(answer.path("error").asText(answer.toString()));
    }
    return answer;
  }

  private JsonNode send(HttpRequest request) {
    try {
      return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException away) {
      throw new UncheckedIOException(away);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }
}
