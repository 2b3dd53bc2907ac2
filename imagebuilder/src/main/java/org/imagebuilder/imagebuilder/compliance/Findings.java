package org.imagebuilder.imagebuilder.compliance;

import java.util.List;

/** What is wrong with a blueprint, and what is only worth knowing: sentences for people. */
public record Findings(List<String> errors, List<String> warnings) {
  /** The name under which the API shows each of them. */
  public static final String NAME = "Compliance";

  public Findings {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }

  /** Nothing to say. */
  public static Findings none() {
    return new Findings(List.of(), List.of());
  }

  static Findings error(String sentence) {
    return new Findings(List.of(sentence), List.of());
  }

  static Findings warning(String sentence) {
    return new Findings(List.of(), List.of(sentence));
  }
}
