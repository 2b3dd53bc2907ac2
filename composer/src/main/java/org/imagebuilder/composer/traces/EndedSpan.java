package org.imagebuilder.composer.traces;

import java.util.Map;

/**
 * A span that is over.
 *
 * @param parent the id of the span that it belongs to; empty at the root
 * @param begin nanoseconds since 1970
 * @param end nanoseconds since 1970
 * @param attributes texts and whole numbers by their names
 */
record EndedSpan(
    TraceContext context,
    String parent,
    String name,
    SpanKind kind,
    long begin,
    long end,
    Map<String, Object> attributes,
    boolean failed) {

  EndedSpan {
    attributes = Map.copyOf(attributes);
  }
}
