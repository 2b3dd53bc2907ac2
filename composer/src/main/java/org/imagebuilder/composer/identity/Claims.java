package org.imagebuilder.composer.identity;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads values of claims, which may be anything that JSON knows. */
final class Claims {
  private static final long FARTHEST = 1L << 40;
  private static final double MILLIS = 1000;

  private Claims() {}

  /** The texts of a claim that is one text or a list of them. */
  static Stream<String> words(@Nullable Object value) {
    return switch (value) {
      case String one -> Stream.of(one);
      case Collection<?> many ->
          many.stream().filter(String.class::isInstance).map(String.class::cast);
      case null, default -> Stream.empty();
    };
  }

  /** A claim by its name, or by the way to it with slashes between the names. */
  static @Nullable Object find(Map<String, Object> claims, String path) {
    if (claims.containsKey(path)) {
      return claims.get(path);
    }
    Object at = claims;
    for (String name : List.of(path.split("/", -1))) {
      at = at instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return at;
  }

  /** Seconds since 1970, however far away. */
  static Instant instant(double seconds) {
    double bounded = Math.max(-FARTHEST, Math.min(FARTHEST, seconds));
    return Instant.ofEpochMilli((long) Math.floor(bounded * MILLIS));
  }
}
