package org.imagebuilder.observe;

import static org.imagebuilder.observe.Panel.series;
import static org.imagebuilder.observe.Panel.stat;

/**
 * What is watched of any API: its error budgets, throughput and latency.
 *
 * @param counter the metric that counts requests by path and code
 * @param durations the histogram of their durations by path
 * @param labels what selects the requests, the same in both
 * @param quick what selects those whose latency counts
 * @param promised the latency that is promised, as the histogram's bucket is called
 */
record ApiPanels(String counter, String durations, String labels, String quick, String promised) {
  private static final String MONTH = "28d";
  private static final String MONTH_HOURS = " * 28 * 24";

  Row budgets() {
    return Row.of(
        "SLO",
        stat("Request error budget remaining", Unit.HOURS, left(errorBudget()))
            .badBelow(0.0, 168.0),
        stat("Latency error budget remaining", Unit.HOURS, left(latencyBudget()))
            .badBelow(0.0, 168.0),
        series("Request error budget consumed", Unit.SHARE, errorBudget(), "consumed")
            .badAbove(1.0),
        series("Latency error budget consumed", Unit.SHARE, latencyBudget(), "consumed")
            .badAbove(1.0));
  }

  private static String left(String consumed) {
    return "(1 - " + consumed + ")" + MONTH_HOURS;
  }

  private String errorBudget() {
    return "%s / (1 - $stability_slo)".formatted(errorShare(labels, MONTH));
  }

  private String latencyBudget() {
    return "(1 - sum(increase(%1$s_bucket{%2$s,le=\"%3$s\"}[28d])) / sum(increase(%1$s_count{%2$s}[28d]))) / (1 - $latency_slo)"
        .formatted(durations, quick, promised);
  }

  /** The share of requests that ended with a fault of ours. */
  String errorShare(String selected, String window) {
    return "((sum(increase(%1$s{%2$s,code=~\"5..\"}[%3$s])) or vector(0)) / sum(increase(%1$s{%2$s}[%3$s])))"
        .formatted(counter, selected, window);
  }

  Panel throughputByPath() {
    String rate = "sum by (path) (rate(%s{%s,code%s\"5..\"}[$__rate_interval]))";
    return series(
            "Request throughput by path",
            Unit.PER_SECOND,
            rate.formatted(counter, labels, "!~"),
            "{{path}}")
        .and(rate.formatted(counter, labels, "=~"), "{{path}} 5xx");
  }

  Panel throughputByCode() {
    return series(
        "Answers by code",
        Unit.PER_SECOND,
        "sum by (code) (rate(%s{%s}[$__rate_interval]))".formatted(counter, labels),
        "{{code}}");
  }

  Row latency() {
    return Row.of("API latency", latencyNow(), quantiles(), slow(), byPath());
  }

  private Panel latencyNow() {
    return stat(
            "Request latency p95",
            Unit.MILLISECONDS,
            "1000 * " + Promql.quantile(0.95, durations, quick, "$__range"))
        .badAbove(limit() * 800, limit() * 1000);
  }

  private Panel quantiles() {
    return Promql.quantiles("Request latency", durations, quick);
  }

  private Panel slow() {
    return series(
        "Slow request rate (more than " + promised + " s)",
        Unit.PER_SECOND,
        Promql.slowRate(durations, quick, promised),
        "slow");
  }

  Panel byPath() {
    return series(
            "Request latency p95 by path",
            Unit.MILLISECONDS,
            "1000 * histogram_quantile(0.95, sum by (path, le) (rate(%s_bucket{%s}[$__rate_interval])))"
                .formatted(durations, quick),
            "{{path}}")
        .badAbove(limit() * 800, limit() * 1000);
  }

  private double limit() {
    return Double.parseDouble(promised);
  }
}
