package org.imagebuilder.imagebuilder.composes;

import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/** Which part of the composes of an organisation's blueprint is wanted. */
public record BlueprintComposes(
    String organisation,
    UUID blueprint,
    OptionalInt version,
    List<String> ignoredImageTypes,
    int limit,
    int offset) {
  public BlueprintComposes {
    ignoredImageTypes = List.copyOf(ignoredImageTypes);
  }
}
