package org.imagebuilder.imagebuilder.blueprints;

import java.util.List;

/** What a policy has to say about a version of a blueprint. */
public record BlueprintLint(List<Finding> errors, List<Finding> warnings) {
  /** Nothing. */
  public static final BlueprintLint NOTHING = new BlueprintLint(List.of(), List.of());

  /** One thing that was found, by the name of the check and in a sentence. */
  public record Finding(String name, String description) {}

  public BlueprintLint {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }
}
