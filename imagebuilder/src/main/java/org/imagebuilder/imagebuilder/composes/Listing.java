package org.imagebuilder.imagebuilder.composes;

import java.time.LocalDateTime;
import java.util.List;

/** Which part of an organisation's composes is wanted. */
record Listing(
    String organisation,
    LocalDateTime since,
    List<String> ignoredImageTypes,
    int limit,
    int offset) {
  Listing {
    ignoredImageTypes = List.copyOf(ignoredImageTypes);
  }
}
