package org.imagebuilder.composer.listeners;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a body has to say of itself to be taken for JSON. */
public final class JsonType {
  private static final String NAME = "application/json";
  private static final String CHARSET = "charset=";

  /** JSON is always UTF-8, whose first half has a name of its own. */
  private static final Set<String> CHARSETS = Set.of("utf-8", "utf8", "us-ascii");

  private JsonType() {}

  /** Whether these values of the header Content-Type are one, and it says so. */
  static boolean isNamedBy(List<String> contentTypes) {
    return contentTypes.size() == 1 && parts(contentTypes.getFirst())[0].strip().equals(NAME);
  }

  /** The same, and no other character set. */
  public static boolean isNamedAsUtf8By(List<String> contentTypes) {
    return isNamedBy(contentTypes)
        && Arrays.stream(parts(contentTypes.getFirst()))
            .map(String::strip)
            .filter(part -> part.startsWith(CHARSET))
            .map(part -> part.substring(CHARSET.length()).replace("\"", ""))
            .allMatch(CHARSETS::contains);
  }

  private static String[] parts(String contentType) {
    return contentType.toLowerCase(Locale.ROOT).split(";", -1);
  }
}
