package org.imagebuilder.observe;

/** Questions that several dashboards ask. */
final class Promql {
  private Promql() {}

  /** The duration that this share of what a histogram counted did not exceed, in seconds. */
  static String quantile(double share, String histogram, String labels, String window) {
    return "histogram_quantile(%s, sum by (le) (rate(%s_bucket{%s}[%s])))"
        .formatted(share, histogram, labels, window);
  }

  /** How many things a second took longer than a bucket says. */
  static String slowRate(String histogram, String labels, String bucket) {
    return "sum(rate(%1$s_count{%2$s}[$__rate_interval])) - sum(rate(%1$s_bucket{%2$s,le=\"%3$s\"}[$__rate_interval]))"
        .formatted(histogram, labels, bucket);
  }

  /** p99, p95 and p50 over time, in seconds. */
  static Panel quantiles(String title, String histogram, String labels) {
    String window = "$__rate_interval";
    return Panel.series(
            title + " p99, p95, p50",
            Unit.SECONDS,
            quantile(0.99, histogram, labels, window),
            "p99")
        .and(quantile(0.95, histogram, labels, window), "p95")
        .and(quantile(0.5, histogram, labels, window), "p50");
  }

  /** How quickly error budgets go: 1 is as quickly as they may. */
  static Panel burnRates(String objectives) {
    return Panel.series(
            "Burn rate of error budgets, last hour",
            Unit.NUMBER,
            "slo:burn_rate:1h{slo=~\"" + objectives + "\"}",
            "{{slo}}")
        .badAbove(1.0, 13.44);
  }
}
