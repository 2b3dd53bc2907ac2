package org.imagebuilder.observe;

import static org.imagebuilder.observe.Panel.series;
import static org.imagebuilder.observe.Panel.stat;

import java.util.List;

/** The API that workers use, and the workers themselves. */
final class WorkersDashboard {
  private static final String ALL = "tenant=~\"$tenant\"";

  /** A poll waits for a job on purpose. */
  private static final String QUICK = ALL + ",path!~\".*/jobs\"";

  private static final String COUNT = "image_builder_worker_request_count";
  private static final ApiPanels API =
      new ApiPanels(COUNT, "image_builder_worker_http_duration_seconds", ALL, QUICK, "0.2");

  private WorkersDashboard() {}

  static Dashboard page() {
    return new Dashboard(
        "image-builder-worker-api",
        "Image Builder Worker API",
        "The worker API of composer, and who comes to it. Polls wait on purpose, so their latency"
            + " is left out.",
        List.of(
            Variable.label("tenant", "Tenant", COUNT),
            Variable.constant("stability_slo", "Stability objective", "0.995"),
            Variable.constant("latency_slo", "Latency objective", "0.95")),
        List.of(
            API.budgets(),
            Row.of("API throughput", API.throughputByPath(), API.throughputByCode()),
            API.latency(),
            workers(),
            leases()));
  }

  private static Row workers() {
    String count = "max by (arch) (image_builder_worker_workers{%s,state=\"%s\"})";
    return Row.of(
        "Workers",
        stat("Live workers", Unit.NUMBER, count.formatted(ALL, "live"), "{{arch}}").badBelow(1.0),
        series("Workers", Unit.NUMBER, count.formatted(ALL, "live"), "{{arch}}")
            .and(count.formatted(ALL, "silent"), "{{arch}}, silent"),
        series(
            "Polls that wait", Unit.NUMBER, "sum(image_builder_worker_waiting_polls)", "waiting"),
        series(
            "Polls by outcome",
            Unit.PER_SECOND,
            "sum by (outcome) (rate(image_builder_worker_polls_total[$__rate_interval]))",
            "{{outcome}}"));
  }

  private static Row leases() {
    return Row.of(
        "Leases",
        series(
            "Leases that expired",
            Unit.PER_SECOND,
            "sum(rate(image_builder_worker_leases_expired_total[$__rate_interval]))",
            "expired"),
        series(
            "Sweeps for lost leases",
            Unit.PER_SECOND,
            "sum(rate(image_builder_worker_rescues_total[$__rate_interval]))",
            "sweeps"),
        series(
                "Longest running job by type",
                Unit.SECONDS,
                "max by (type) (image_builder_worker_oldest_running_job_seconds{" + ALL + "})",
                "{{type}}")
            .badAbove(14400.0),
        Promql.burnRates("workers-.*"));
  }
}
