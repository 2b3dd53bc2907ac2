package org.imagebuilder.observe;

import static org.imagebuilder.observe.Panel.series;

/**
 * What any of the services stands on. A metric that only one of them has tells its processes from
 * the others', whatever the scraper calls them.
 */
final class GroundPanels {
  static final String COMPOSER = "image_builder_worker_waiting_polls";
  static final String IMAGEBUILDER = "image_builder_crc_compose_requests_total";

  private GroundPanels() {}

  static Panel pool(String marker) {
    return series(
            "Database connections in use",
            Unit.SHARE,
            "max(sql_pool_ratio" + of(marker) + ")",
            "of one process, at most")
        .badAbove(0.9);
  }

  static Panel poolWait(String marker) {
    return series(
        "Mean wait for a database connection",
        Unit.SECONDS,
        "sum(rate(sql_pool_queue_delay_seconds_sum[$__rate_interval])%1$s) / sum(rate(sql_pool_queue_delay_seconds_count[$__rate_interval])%1$s)"
            .formatted(of(marker)),
        "mean");
  }

  static Panel memory(String marker) {
    return series(
        "Memory of the virtual machine",
        Unit.BYTES,
        "sum by (instance) (jvm_memory_used_bytes" + of(marker) + ")",
        "{{instance}}");
  }

  static Panel processor(String marker) {
    return series("Processor", Unit.SHARE, "process_cpu_usage" + of(marker), "{{instance}}");
  }

  private static String of(String marker) {
    return " and on (instance) " + marker;
  }
}
