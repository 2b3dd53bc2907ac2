package org.imagebuilder.observe;

import java.util.List;

/**
 * What a viewer can choose on a dashboard, and what queries call {@code $name}.
 *
 * @param sample what stands for it when queries are tried
 */
record Variable(String name, String label, Source source, String sample) {

  /** Where the choices come from. */
  sealed interface Source {
    /** The values that a label has. */
    record Label(String metric, String label) implements Source {}

    /** These, the first of which is chosen; one at a time unless all may be chosen. */
    record Choices(List<Choice> choices, boolean all) implements Source {}

    /** No choice at all. */
    record Constant() implements Source {}
  }

  /** A choice by the name that people read. */
  record Choice(String text, String value) {}

  static Variable label(String name, String label, String metric) {
    return new Variable(name, label, new Source.Label(metric, name), ".*");
  }

  static Variable constant(String name, String label, String value) {
    return new Variable(name, label, new Source.Constant(), value);
  }

  static Variable anyOf(String name, String label, List<Choice> choices) {
    return new Variable(name, label, new Source.Choices(choices, true), ".*");
  }

  static Variable oneOf(String name, String label, List<Choice> choices) {
    return new Variable(
        name, label, new Source.Choices(choices, false), choices.getFirst().value());
  }
}
