package org.imagebuilder.agent;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What a check found: a table, then what is to be done, a sentence each. */
final class Findings {

  private enum Weight {
    FINE("ok"),
    LESS("less"),
    FATAL("wrong");

    private final String word;

    Weight(String word) {
      this.word = word;
    }
  }

  private record Row(Weight weight, String what, String found) {}

  private final List<Row> rows = new ArrayList<>();
  private final List<String> advice = new ArrayList<>();

  void fine(String what, String found) {
    rows.add(new Row(Weight.FINE, what, found));
  }

  /** The agent could work, but do less. */
  void less(String what, String found, String sentence) {
    add(Weight.LESS, what, found, sentence);
  }

  /** The agent could not work. */
  void fatal(String what, String found, String sentence) {
    add(Weight.FATAL, what, found, sentence);
  }

  private void add(Weight weight, String what, String found, String sentence) {
    rows.add(new Row(weight, what, found));
    if (!advice.contains(sentence)) {
      advice.add(sentence);
    }
  }

  boolean canWork() {
    return rows.stream().noneMatch(row -> row.weight() == Weight.FATAL);
  }

  void print(PrintStream out) {
    int width = rows.stream().mapToInt(row -> row.what().length()).max().orElse(0);
    for (Row row : rows) {
      String line = "%-5s  %-" + Math.max(width, 1) + "s  %s%n";
      out.printf(line, row.weight().word, row.what(), row.found());
    }
    advice.forEach(sentence -> out.printf("%n%s%n", sentence));
  }
}
