package org.imagebuilder.observe;

import static org.imagebuilder.observe.Panel.series;
import static org.imagebuilder.observe.Panel.stat;

import java.util.List;

/** composer as its callers find it. */
final class ComposerDashboard {
  private static final String ALL = "tenant=~\"$tenant\"";
  private static final String COUNT = "image_builder_composer_request_count";
  private static final ApiPanels API =
      new ApiPanels(COUNT, "image_builder_composer_http_duration_seconds", ALL, ALL, "0.2");

  private ComposerDashboard() {}

  static Dashboard page() {
    return new Dashboard(
        "image-builder-composer",
        "Image Builder Composer",
        "The cloud API of composer: objectives, throughput, latency, and what it stands on.",
        List.of(
            Variable.label("tenant", "Tenant", COUNT),
            Variable.constant("stability_slo", "Stability objective", "0.995"),
            Variable.constant("latency_slo", "Latency objective", "0.95")),
        List.of(API.budgets(), throughput(), API.latency(), ground()));
  }

  private static Row throughput() {
    String composes = ALL + ",path=~\".*/v2/compose\"";
    String others = ALL + ",path!~\".*/v2/compose\"";
    return Row.of(
        "API throughput",
        stat(
                "Compose request success rate",
                Unit.SHARE,
                "1 - " + API.errorShare(composes, "$__range"))
            .badBelow(0.95, 0.995),
        stat(
                "Non-compose request success rate",
                Unit.SHARE,
                "1 - " + API.errorShare(others, "$__range"))
            .badBelow(0.95, 0.995),
        stat(
            "Compose requests",
            Unit.NUMBER,
            "sum(increase(%s{%s}[$__range]))".formatted(COUNT, composes)),
        API.throughputByPath(),
        API.throughputByCode());
  }

  private static Row ground() {
    return Row.of(
        "What it stands on",
        Promql.burnRates("composer-.*|composes|queue-wait"),
        GroundPanels.pool(GroundPanels.COMPOSER),
        GroundPanels.poolWait(GroundPanels.COMPOSER),
        series(
            "Chores that failed",
            Unit.PER_SECOND,
            "sum by (chore)"
                + " (rate(image_builder_composer_chore_runs_total{outcome=\"failed\"}[$__rate_interval]))",
            "{{chore}}"),
        series(
                "Room for files of agents",
                Unit.SHARE,
                "min(image_builder_composer_artifacts_free_bytes /"
                    + " image_builder_composer_artifacts_size_bytes)",
                "free")
            .badBelow(0.1),
        GroundPanels.memory(GroundPanels.COMPOSER),
        GroundPanels.processor(GroundPanels.COMPOSER));
  }
}
