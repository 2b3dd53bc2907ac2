package org.imagebuilder.deploy;

import java.util.List;

/**
 * A row of the README's table of a template.
 *
 * @param standard its default; the words "needed" and "made up" where the template has none
 */
record ParameterRow(String name, String standard, Kind kind, String meaning, List<String> readers) {
  private static final int COLUMNS = 5;

  static List<ParameterRow> of(String template) {
    return Repository.section("deploy/openshift/README.md", "### " + template).stream()
        .map(Repository::cells)
        .filter(cells -> cells.size() == COLUMNS && cells.getFirst().startsWith("`"))
        .map(ParameterRow::row)
        .toList();
  }

  private static ParameterRow row(List<String> cells) {
    return new ParameterRow(
        Repository.words(cells.getFirst()).getFirst(),
        cells.get(1),
        Kind.of(cells.get(2)),
        cells.get(3),
        Repository.words(cells.get(4)));
  }
}
