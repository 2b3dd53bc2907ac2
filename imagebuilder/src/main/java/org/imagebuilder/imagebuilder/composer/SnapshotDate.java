package org.imagebuilder.imagebuilder.composer;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The day of whose repositories an image is built: a day alone is its beginning in UTC. */
public final class SnapshotDate {
  private static final int DAY_LENGTH = "yyyy-mm-dd".length();

  private SnapshotDate() {}

  /** The moment, if the text is one in either form. */
  public static Optional<Instant> read(String text) {
    try {
      OffsetDateTime date =
          text.length() == DAY_LENGTH
              ? LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC)
              : OffsetDateTime.parse(text);
      return date.getYear() > 0 ? Optional.of(date.toInstant()) : Optional.empty();
    } catch (DateTimeParseException failure) {
      return Optional.empty();
    }
  }
}
