package org.imagebuilder.observe;

import static org.imagebuilder.observe.Panel.series;
import static org.imagebuilder.observe.Panel.stat;

import java.util.List;
import org.imagebuilder.observe.Variable.Choice;

/** Jobs: how they end, how long they run, and how long they wait. */
final class QueueDashboard {
  private static final String JOBS = "image_builder_worker_total_jobs";
  private static final String DURATION = "image_builder_worker_job_duration_seconds";
  private static final String WAIT = "image_builder_worker_job_wait_duration_seconds";
  private static final String QUEUED = "tenant=~\"$tenant\",type=~\"$jobtype\"";
  private static final String ALL = QUEUED + ",arch=~\"$arch\"";

  /** What users have to mend is not counted against us. */
  private static final String OURS = ALL + ",status!=\"4xx\"";

  private QueueDashboard() {}

  static Dashboard page() {
    return new Dashboard(
        "image-builder-worker",
        "Image Builder Worker Job Stats",
        "Jobs of all kinds: how they end, how long they run, how long they wait, and what waits"
            + " now.",
        List.of(
            Variable.label("tenant", "Tenant", JOBS),
            Variable.anyOf(
                "arch",
                "Architecture",
                List.of(same("x86_64"), same("aarch64"), same("ppc64le"), same("s390x"))),
            new Variable("jobtype", "Job type", new Variable.Source.Label(JOBS, "type"), ".*"),
            Variable.oneOf("target_duration", "Target duration", durations()),
            Variable.constant("stability_slo", "Stability objective", "0.95"),
            Variable.constant("latency_slo", "Latency objective", "0.95")),
        List.of(success(), timed("Job Duration", DURATION), waits(), now()));
  }

  private static Choice same(String value) {
    return new Choice(value, value);
  }

  private static List<Choice> durations() {
    return List.of(
        new Choice("30 s", "30.0"),
        new Choice("1 min", "60.0"),
        new Choice("5 min", "300.0"),
        new Choice("10 min", "600.0"),
        new Choice("20 min", "1200.0"),
        new Choice("30 min", "1800.0"),
        new Choice("1 h", "3600.0"),
        new Choice("2 h", "7200.0"),
        new Choice("12 h", "43200.0"),
        new Choice("1 d", "86400.0"));
  }

  private static Row success() {
    String rate = "sum by (type) (rate(%s{%s,status%s}[$__rate_interval]))";
    return Row.of(
        "Job Success Rate",
        stat("Success rate", Unit.SHARE, "1 - " + failed("$__range")).badBelow(0.9, 0.95),
        series(
                "Throughput, good and bad",
                Unit.PER_SECOND,
                rate.formatted(JOBS, ALL, "!=\"5xx\""),
                "{{type}}")
            .and(rate.formatted(JOBS, ALL, "=\"5xx\""), "{{type}} bad"),
        series("Error rate", Unit.SHARE, failed("$__rate_interval"), "errors").badAbove(0.05),
        stat(
                "Error budget remaining",
                Unit.HOURS,
                "(1 - %s / (1 - $stability_slo)) * 28 * 24".formatted(failed("28d")))
            .badBelow(0.0, 168.0),
        series(
                "Error budget consumed",
                Unit.SHARE,
                failed("28d") + " / (1 - $stability_slo)",
                "consumed")
            .badAbove(1.0),
        series(
            "Ends by status",
            Unit.PER_SECOND,
            "sum by (status) (rate(%s{%s}[$__rate_interval]))".formatted(JOBS, ALL),
            "{{status}}"));
  }

  private static String failed(String window) {
    return "((sum(increase(%1$s{%2$s,status=\"5xx\"}[%4$s])) or vector(0)) / sum(increase(%1$s{%3$s}[%4$s])))"
        .formatted(JOBS, ALL, OURS, window);
  }

  private static Row timed(String title, String histogram) {
    return Row.of(
        title,
        p95(title, histogram),
        Promql.quantiles(title, histogram, ALL),
        slow(title, histogram),
        stat(
                title + " error budget remaining for the target",
                Unit.HOURS,
                "(1 - %s) * 28 * 24".formatted(consumed(histogram)))
            .badBelow(0.0, 168.0),
        series(
                title + " error budget consumed for the target",
                Unit.SHARE,
                consumed(histogram),
                "consumed")
            .badAbove(1.0));
  }

  private static Panel p95(String title, String histogram) {
    return stat(title + " p95", Unit.SECONDS, Promql.quantile(0.95, histogram, ALL, "$__range"));
  }

  private static Panel slow(String title, String histogram) {
    return series(
        title + ", slow rate for the target",
        Unit.PER_SECOND,
        Promql.slowRate(histogram, ALL, "$target_duration"),
        "slow");
  }

  private static String consumed(String histogram) {
    return "(1 - sum(increase(%1$s_bucket{%2$s,le=\"$target_duration\"}[28d])) / sum(increase(%1$s_count{%2$s}[28d]))) / (1 - $latency_slo)"
        .formatted(histogram, ALL);
  }

  private static Row waits() {
    String title = "Job Wait Duration";
    String pending = "max by (type) (image_builder_worker_pending_jobs{" + QUEUED + "})";
    return Row.of(
        title,
        p95(title, WAIT).badAbove(300.0),
        Promql.quantiles(title, WAIT, ALL),
        slow(title, WAIT),
        stat(
            "Pending Jobs Max",
            Unit.NUMBER,
            "max by (type) (max_over_time(image_builder_worker_pending_jobs{"
                + QUEUED
                + "}[$__range]))",
            "{{type}}"),
        series("Pending Jobs", Unit.NUMBER, pending, "{{type}}"));
  }

  private static Row now() {
    return Row.of(
        "Queue now",
        series(
                "Oldest job that waits for a worker",
                Unit.SECONDS,
                "max by (type) (image_builder_worker_oldest_ready_job_seconds{" + QUEUED + "})",
                "{{type}}")
            .badAbove(300.0, 1800.0),
        series(
            "Running jobs",
            Unit.NUMBER,
            "max by (type) (image_builder_worker_running_jobs{" + QUEUED + "})",
            "{{type}}"),
        series(
            "Pending jobs of the ten busiest tenants",
            Unit.NUMBER,
            "topk(10, sum by (tenant) (max by (tenant, type) (image_builder_worker_pending_jobs{"
                + QUEUED
                + "})))",
            "tenant {{tenant}}"),
        series(
            "Jobs that were forgotten",
            Unit.PER_SECOND,
            "sum(rate(image_builder_worker_purged_jobs_total[$__rate_interval]))",
            "purged"),
        Promql.burnRates("composes|queue-wait"));
  }
}
