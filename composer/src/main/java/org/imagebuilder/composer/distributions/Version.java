package org.imagebuilder.composer.distributions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers in a distribution's name, and which of them its family varies. */
record Version(int major, int minor, Varies varies) {
  enum Varies {
    NOTHING,
    MAJOR,
    MINOR
  }

  /** A name that leaves the minor number out means the newest. */
  private static final int NEWEST = Integer.MAX_VALUE;

  private static final Pattern NAME = Pattern.compile("[^-]+-(\\d{1,6})(?:\\.(\\d{1,6}))?");
  // The old spelling has no dot: rhel-910 is rhel-9.10.
  private static final Pattern UNDOTTED = Pattern.compile("rhel-([89])(\\d{1,2})");

  /** Empty where the numbers are beyond what any release will have. */
  static Optional<Version> of(String name, JsonNode family) {
    Varies varies =
        switch (family.path("version").asText()) {
          case "major" -> Varies.MAJOR;
          case "minor" -> Varies.MINOR;
          default -> Varies.NOTHING;
        };
    Matcher undotted = UNDOTTED.matcher(name);
    if (undotted.matches()) {
      return Optional.of(new Version(number(undotted.group(1)), number(undotted.group(2)), varies));
    }
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int minor = matcher.group(2) == null ? NEWEST : number(matcher.group(2));
    return Optional.of(new Version(number(matcher.group(1)), minor, varies));
  }

  String fill(String text) {
    return text.replace("{major}", Integer.toString(major))
        .replace("{minor}", Integer.toString(minor));
  }

  boolean isWithin(JsonNode row) {
    int number = varies == Varies.MAJOR ? major : minor;
    return number >= row.path("from").asInt(Integer.MIN_VALUE)
        && number <= row.path("to").asInt(Integer.MAX_VALUE);
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }
}
