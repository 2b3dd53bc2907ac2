package org.imagebuilder.imagebuilder.distributions;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Major and minor number of a release of RHEL. Names up to 9.5 have no dot, save 8.10. */
public record RhelVersion(int major, int minor) {
  private static final Pattern RELEASE = Pattern.compile("rhel-(?:([89])(\\d)|(\\d+)\\.(\\d+))");
  private static final Pattern STREAM = Pattern.compile("rhel-(\\d+)(?:\\.\\d+)?-.*");
  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

  /** The release that a distribution of this name is; previews are none. */
  public static Optional<RhelVersion> ofName(String name) {
    Matcher release = RELEASE.matcher(name);
    if (!release.matches()) {
      return Optional.empty();
    }
    boolean dotless = release.group(1) != null;
    return Optional.of(
        new RhelVersion(
            Integer.parseInt(release.group(dotless ? 1 : 3)),
            Integer.parseInt(release.group(dotless ? 2 : 4))));
  }

  /** The major number of a release, or of what will become one. */
  public static Optional<Integer> majorOf(String name) {
    Matcher stream = STREAM.matcher(name);
    return stream.matches()
        ? Optional.of(Integer.valueOf(stream.group(1)))
        : ofName(name).map(RhelVersion::major);
  }

  /** Reads {@code 9.4}, and nothing longer or shorter. */
  public static Optional<RhelVersion> ofNumbers(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    return numbers.matches()
        ? Optional.of(
            new RhelVersion(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2))))
        : Optional.empty();
  }
}
