package org.imagebuilder.composer.jobs;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Time as people say it. */
public final class Durations {
  private static final List<ChronoUnit> UNITS =
      List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES);

  private Durations() {}

  /** The largest unit in which the duration is a whole number: 5 minutes, 1 day. */
  public static String inWords(Duration duration) {
    for (ChronoUnit unit : UNITS) {
      long each = unit.getDuration().toSeconds();
      if (duration.toSeconds() >= each && duration.toSeconds() % each == 0) {
        return words(duration.toSeconds() / each, unit);
      }
    }
    return words(Math.max(1, duration.toSeconds()), ChronoUnit.SECONDS);
  }

  private static String words(long number, ChronoUnit unit) {
    String plural = unit.toString().toLowerCase(Locale.ROOT);
    return number + " " + (number == 1 ? plural.substring(0, plural.length() - 1) : plural);
  }
}
