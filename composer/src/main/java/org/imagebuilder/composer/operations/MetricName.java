package org.imagebuilder.composer.operations;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
  JOB_WAIT_DURATION("image_builder_worker_job_wait_duration"),
  /** How long the oldest job has waited for a worker, by type and tenant. */
  OLDEST_READY_JOB("image_builder_worker_oldest_ready_job_seconds"),
  /** How long the job that has been running longest is with its worker, by type and tenant. */
  OLDEST_RUNNING_JOB("image_builder_worker_oldest_running_job_seconds"),
  /** Agents that are known, and were heard of lately or not, by tenant and architecture. */
  WORKERS("image_builder_worker_workers"),
  /** Polls that wait for a job in this process. */
  WAITING_POLLS("image_builder_worker_waiting_polls"),
  /** Polls that ended here, by what they ended with: a job, or nothing. */
  POLLS("image_builder_worker_polls"),
  /** Leases that were taken away from workers that were not heard of any more. */
  LEASES_EXPIRED("image_builder_worker_leases_expired"),
  /** Sweeps for such leases. */
  RESCUES("image_builder_worker_rescues"),
  /** Jobs that the purge forgot. */
  PURGED_JOBS("image_builder_worker_purged_jobs"),
  /** What this program does again and again, by chore and outcome. */
  CHORE_RUNS("image_builder_composer_chore_runs"),
  /** Until when the certificate of a door is good, in seconds since 1970, by its name. */
  CERTIFICATE_EXPIRY("image_builder_composer_certificate_expiry_timestamp_seconds"),
  /** Fetches of issuers' keys, by outcome. */
  KEY_FETCHES("image_builder_composer_key_fetches"),
  /** What is free where the files of agents lie. */
  ARTIFACTS_FREE("image_builder_composer_artifacts_free_bytes"),
  /** How large the disk is on which they lie. */
  ARTIFACTS_SIZE("image_builder_composer_artifacts_size_bytes"),
  /** Spans that the collector took; only where traces are on. */
  SPANS_SENT("image_builder_composer_spans_sent"),
  /** Spans that were dropped, since the collector was away or slow. */
  SPANS_DROPPED("image_builder_composer_spans_dropped");

  private static final Set<String> COUNTERS_WITHOUT_SUFFIX =
      Stream.of(
              COMPOSER_REQUESTS,
              COMPOSE_REQUESTS,
              COMPOSER_REQUEST_COUNT,
              WORKER_REQUEST_COUNT,
              TOTAL_JOBS)
          .map(MetricName::text)
          .collect(Collectors.toUnmodifiableSet());

  private final String text;

  MetricName(String text) {
    this.text = text;
  }

  /** Whether this is a counter that dashboards know without the suffix {@code _total}. */
  static boolean isWithoutSuffix(String name) {
    return COUNTERS_WITHOUT_SUFFIX.contains(name);
  }

  /**
   * The name as scrapers see it; of durations, without the unit; of counters that are not known
   * without it, without {@code _total}.
   */
  public String text() {
    return text;
  }
}
