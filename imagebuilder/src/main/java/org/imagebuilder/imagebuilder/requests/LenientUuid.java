package org.imagebuilder.imagebuilder.requests;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Reads an id in any of the spellings that clients use: braces, urn, without dashes, upper case.
 */
public final class LenientUuid {
  private static final Pattern PLAIN = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern DASHED =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private LenientUuid() {}

  /** The id, if the text is one. */
  public static Optional<UUID> read(String text) {
    String id = text.toLowerCase(Locale.ROOT);
    if (id.startsWith("urn:uuid:")) {
      id = id.substring("urn:uuid:".length());
    } else if (id.startsWith("{") && id.endsWith("}")) {
      id = id.substring(1, id.length() - 1);
    }
    if (PLAIN.matcher(id).matches()) {
      id = id.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    }
    return DASHED.matcher(id).matches() ? Optional.of(UUID.fromString(id)) : Optional.empty();
  }
}
