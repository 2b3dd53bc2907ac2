package org.imagebuilder.observe;

import java.util.List;
import java.util.Set;

/**
 * The metrics that dashboards of others rely on, with exactly these labels.
 *
 * @param series a name as it is scraped
 */
record Tracked(String series, Set<String> labels) {
  private static final Set<String> REQUEST =
      Set.of("method", "path", "code", "subsystem", "tenant");
  private static final Set<String> DURATION = Set.of("path", "tenant", "le");

  Tracked {
    labels = Set.copyOf(labels);
  }

  static List<Tracked> all() {
    return List.of(
        new Tracked("image_builder_composer_total_requests", Set.of()),
        new Tracked("image_builder_composer_total_compose_requests", Set.of()),
        new Tracked("image_builder_composer_request_count", REQUEST),
        new Tracked("image_builder_worker_request_count", REQUEST),
        new Tracked("image_builder_composer_http_duration_seconds_bucket", DURATION),
        new Tracked("image_builder_worker_http_duration_seconds_bucket", DURATION),
        new Tracked("image_builder_worker_total_jobs", Set.of("type", "status", "tenant", "arch")),
        new Tracked("image_builder_worker_pending_jobs", Set.of("type", "tenant")),
        new Tracked("image_builder_worker_running_jobs", Set.of("type", "tenant")),
        new Tracked(
            "image_builder_worker_job_duration_seconds_bucket",
            Set.of("type", "status", "tenant", "arch", "le")),
        new Tracked(
            "image_builder_worker_job_wait_duration_seconds_bucket",
            Set.of("type", "tenant", "arch", "le")),
        new Tracked("image_builder_crc_http_duration_seconds_bucket", Set.of("path", "le")),
        new Tracked("image_builder_crc_request_count", Set.of("method", "path", "code")),
        new Tracked("image_builder_crc_compose_requests_total", Set.of()),
        new Tracked("image_builder_crc_compose_errors", Set.of()));
  }
}
