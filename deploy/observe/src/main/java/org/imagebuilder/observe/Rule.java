package org.imagebuilder.observe;

import java.util.Map;

/**
 * A rule of Prometheus.
 *
 * @param name of the alert, or of what is recorded
 * @param isAlert whether somebody is told, or a series recorded
 */
record Rule(
    String name,
    boolean isAlert,
    String expression,
    Map<String, String> labels,
    Map<String, String> annotations) {
  Rule {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }
}
