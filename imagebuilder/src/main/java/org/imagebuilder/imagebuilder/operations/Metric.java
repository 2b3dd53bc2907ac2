package org.imagebuilder.imagebuilder.operations;

/** Every metric of this program by the name that dashboards know. */
enum Metric {
  /** Time of requests that passed validation, by path. */
  HTTP_DURATION("image_builder_crc_http_duration_seconds"),
  /** Requests by method, path and status. */
  REQUEST_COUNT("image_builder_crc_request_count"),
  /** Requests that ask for a compose. */
  COMPOSE_REQUESTS("image_builder_crc_compose_requests_total"),
  /** Those of them that ended with a fault of ours. */
  COMPOSE_ERRORS("image_builder_crc_compose_errors"),
  /** Requests of which nobody will know whether composer took them; counted in composes. */
  LOST_REQUESTS("image_builder_crc_lost_requests_total"),
  /** Rounds over such requests, by outcome; counted in composes. */
  SWEEPS("image_builder_crc_sweeps_total"),
  /** Spans that the collector took; only where traces are on. */
  SPANS_SENT("image_builder_crc_spans_sent_total"),
  /** Spans that were dropped, since the collector was away or slow. */
  SPANS_DROPPED("image_builder_crc_spans_dropped_total");

  private final String wireName;

  Metric(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }

  /** Whether dashboards know it without the ending that Prometheus' client gives to counters. */
  boolean isCounterWithoutSuffix() {
    return this == REQUEST_COUNT || this == COMPOSE_ERRORS;
  }
}
