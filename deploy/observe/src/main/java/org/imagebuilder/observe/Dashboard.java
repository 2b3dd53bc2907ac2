package org.imagebuilder.observe;

import java.util.List;
import java.util.stream.Stream;

/**
 * A page of panels.
 *
 * @param uid what links to it contain
 */
record Dashboard(
    String uid, String title, String description, List<Variable> variables, List<Row> rows) {
  Dashboard {
    variables = List.copyOf(variables);
    rows = List.copyOf(rows);
  }

  /** All panels in their order. */
  Stream<Panel> panels() {
    return rows.stream().flatMap(row -> row.panels().stream());
  }
}
