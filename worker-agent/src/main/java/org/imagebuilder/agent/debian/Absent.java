package org.imagebuilder.agent.debian;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Members that a job's JSON may leave out come as null; here they become something to work with.
 */
final class Absent {

  private Absent() {}

  static <T> List<T> list(@Nullable List<T> values) {
    return values == null ? List.of() : values;
  }

  /** Empty for an empty text too. */
  static Optional<String> text(@Nullable String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }

  static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }
}
