package org.imagebuilder.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One picture of a dashboard.
 *
 * @param thresholds lines that are drawn, or colours that begin there; ascending
 * @param lowIsBad whether what lies below the thresholds is bad, and not what lies above
 * @param emptyBecause why there may be nothing to see although all is well
 */
record Panel(
    String title,
    Kind kind,
    Unit unit,
    List<Query> queries,
    List<Double> thresholds,
    boolean lowIsBad,
    Optional<String> emptyBecause) {

  /** One number, or lines over time. */
  enum Kind {
    STAT,
    SERIES
  }

  Panel {
    queries = List.copyOf(queries);
    thresholds = List.copyOf(thresholds);
  }

  /** The latest value of a question. */
  static Panel stat(String title, Unit unit, String expression) {
    return stat(title, unit, expression, "");
  }

  /** The latest values of a question, one for each series. */
  static Panel stat(String title, Unit unit, String expression, String legend) {
    return new Panel(
        title,
        Kind.STAT,
        unit,
        List.of(new Query(expression, legend)),
        List.of(),
        false,
        Optional.empty());
  }

  /** A question's series over time. */
  static Panel series(String title, Unit unit, String expression, String legend) {
    return new Panel(
        title,
        Kind.SERIES,
        unit,
        List.of(new Query(expression, legend)),
        List.of(),
        false,
        Optional.empty());
  }

  /** The same with one more question in the picture. */
  Panel and(String expression, String legend) {
    List<Query> more = new ArrayList<>(queries);
    more.add(new Query(expression, legend));
    return new Panel(title, kind, unit, more, thresholds, lowIsBad, emptyBecause);
  }

  /** The same, where what exceeds these is worse and worse. */
  Panel badAbove(Double... limits) {
    return new Panel(title, kind, unit, queries, List.of(limits), false, emptyBecause);
  }

  /** The same, where what falls below these is worse and worse. */
  Panel badBelow(Double... limits) {
    return new Panel(title, kind, unit, queries, List.of(limits), true, emptyBecause);
  }

  /** The same, of which there may be nothing to see. */
  Panel mayBeEmpty(String because) {
    return new Panel(title, kind, unit, queries, thresholds, lowIsBad, Optional.of(because));
  }
}
