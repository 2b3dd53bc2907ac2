package org.imagebuilder.imagebuilder.blueprints;

import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;

/** Which part of an organisation's blueprints is wanted. Empty texts say nothing. */
record BlueprintListing(String organisation, String name, String search, int limit, int offset) {
  /** One blueprint in the list. */
  record Item(
      UUID id, String name, String description, int version, LocalDateTime lastModifiedAt) {}

  /** A page and how many there are in all. */
  record Page(List<Item> items, long total) {
    Page {
      items = List.copyOf(items);
    }
  }

  boolean byName() {
    return !name.isEmpty();
  }
}
