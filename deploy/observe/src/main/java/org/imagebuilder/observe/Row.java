package org.imagebuilder.observe;

import java.util.Comparator;
import java.util.List;

/**
 * Panels of a dashboard that belong together.
 *
 * @param panels numbers first, then what is drawn over time
 */
record Row(String title, List<Panel> panels) {
  Row {
    panels = panels.stream().sorted(Comparator.comparing(Panel::kind)).toList();
  }

  static Row of(String title, Panel... panels) {
    return new Row(title, List.of(panels));
  }
}
