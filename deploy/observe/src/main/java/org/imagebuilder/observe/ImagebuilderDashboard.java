package org.imagebuilder.observe;

import static org.imagebuilder.observe.Panel.series;
import static org.imagebuilder.observe.Panel.stat;

import java.util.List;
import java.util.stream.Stream;

/** imagebuilder as its users find it. */
final class ImagebuilderDashboard {
  // Queries of the API's panels add labels to these.
  private static final String ALL = "path=~\".*\"";
  private static final String COMPOSE_BUDGET =
      "sum(increase(image_builder_crc_compose_errors[28d])) /"
          + " sum(increase(image_builder_crc_compose_requests_total[28d])) / (1 - $stability_slo)";
  private static final ApiPanels API =
      new ApiPanels(
          "image_builder_crc_request_count",
          "image_builder_crc_http_duration_seconds",
          ALL,
          ALL,
          "0.5");

  private ImagebuilderDashboard() {}

  static Dashboard page() {
    return new Dashboard(
        "image-builder-crc",
        "Image Builder CRC",
        "The public API of imagebuilder: objectives, throughput, latency, and whom it asks.",
        List.of(
            Variable.constant("stability_slo", "Stability objective", "0.995"),
            Variable.constant("latency_slo", "Latency objective", "0.95")),
        List.of(api(), slo(), neighbours(), ground()));
  }

  private static Row api() {
    Stream<Panel> throughput =
        Stream.of(
            API.throughputByPath(),
            API.throughputByCode(),
            stat(
                "Compose requests",
                Unit.NUMBER,
                "sum(increase(image_builder_crc_compose_requests_total[$__range]))"));
    return new Row("API", Stream.concat(throughput, API.latency().panels().stream()).toList());
  }

  private static Row slo() {
    Stream<Panel> composes =
        Stream.of(
            stat(
                    "Compose request error budget remaining",
                    Unit.HOURS,
                    "(1 - " + COMPOSE_BUDGET + ") * 28 * 24")
                .badBelow(0.0, 168.0),
            series("Compose request error budget consumed", Unit.SHARE, COMPOSE_BUDGET, "consumed")
                .badAbove(1.0),
            Promql.burnRates("imagebuilder-.*"));
    return new Row("SLO", Stream.concat(composes, API.budgets().panels().stream()).toList());
  }

  private static Row neighbours() {
    String calls = "http_client_requests_seconds";
    return Row.of(
        "Whom it asks",
        series(
            "Calls by service and outcome",
            Unit.PER_SECOND,
            "sum by (clientName, outcome) (rate(" + calls + "_count[$__rate_interval]))",
            "{{clientName}} {{outcome}}"),
        series(
            "Mean latency by service",
            Unit.MILLISECONDS,
            "1000 * sum by (clientName) (rate(%1$s_sum[$__rate_interval])) / sum by (clientName) (rate(%1$s_count[$__rate_interval]))"
                .formatted(calls),
            "{{clientName}}"),
        series(
            "Calls by what became of them",
            Unit.PER_SECOND,
            "sum by (circuitBreakerResult) (rate(ft_circuitbreaker_calls_total[$__rate_interval]))",
            "{{circuitBreakerResult}}"),
        series(
            "Requests that were lost",
            Unit.NUMBER,
            "sum(image_builder_crc_lost_requests_total)",
            "lost"),
        series(
            "Rounds over requests without an answer",
            Unit.PER_SECOND,
            "sum by (outcome) (rate(image_builder_crc_sweeps_total[$__rate_interval]))",
            "{{outcome}}"));
  }

  private static Row ground() {
    return Row.of(
        "What it stands on",
        GroundPanels.pool(GroundPanels.IMAGEBUILDER),
        GroundPanels.poolWait(GroundPanels.IMAGEBUILDER),
        GroundPanels.memory(GroundPanels.IMAGEBUILDER),
        GroundPanels.processor(GroundPanels.IMAGEBUILDER));
  }
}
