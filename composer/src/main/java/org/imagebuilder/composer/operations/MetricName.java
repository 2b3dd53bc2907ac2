package org.imagebuilder.composer.operations;

/**
 * The names of all metrics of composer. Dashboards rely on them as they are, so they are not
 * changed.
 */
public enum MetricName {
  /** Requests of the cloud API. */
  COMPOSER_REQUESTS("image_builder_composer_total_requests"),
  /** Requests for a compose. */
  COMPOSE_REQUESTS("image_builder_composer_total_compose_requests"),
  /** Requests of the cloud API by method, path, code, subsystem and tenant. */
  COMPOSER_REQUEST_COUNT("image_builder_composer_request_count"),
  /** Requests of the worker API by method, path, code, subsystem and tenant. */
  WORKER_REQUEST_COUNT("image_builder_worker_request_count"),
  /** How long requests of the cloud API took, by path and tenant; the unit is added to the name. */
  COMPOSER_HTTP_DURATION("image_builder_composer_http_duration"),
  /** How long requests of the worker API took, waiting polls included. */
  WORKER_HTTP_DURATION("image_builder_worker_http_duration"),
  /** Jobs that ended, by type, status, tenant and architecture. */
  TOTAL_JOBS("image_builder_worker_total_jobs"),
  /** Jobs that wait for a worker, by type and tenant. */
  PENDING_JOBS("image_builder_worker_pending_jobs"),
  /** Jobs that a worker has, by type and tenant. */
  RUNNING_JOBS("image_builder_worker_running_jobs"),
  /** How long jobs ran; the unit is added to the name. */
  JOB_DURATION("image_builder_worker_job_duration"),
  /** How long jobs waited for a worker. */
  JOB_WAIT_DURATION("image_builder_worker_job_wait_duration");

  private final String text;

  MetricName(String text) {
    this.text = text;
  }

  /** The name as scrapers see it; of durations, without the unit. */
  public String text() {
    return text;
  }
}
