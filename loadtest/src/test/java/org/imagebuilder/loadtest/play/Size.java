package org.imagebuilder.loadtest.play;

import java.time.Duration;

/**
 * How large a run is. Numbers in the stories are those for two cores that everything shares;
 * property {@code scale} multiplies who comes and how often, {@code duration} is the time in
 * seconds, and {@code tolerance} multiplies bounds on time, for machines that have other work.
 */
public final class Size {
  private static final double SCALE = positive("scale");
  private static final double TOLERANCE = positive("tolerance");
  private static final int MILLIS = 1000;

  private Size() {}

  /** So many of them; at least one. */
  public static int number(int onTwoCores) {
    return (int) Math.max(1, Math.round(onTwoCores * SCALE));
  }

  /** So often a second. */
  public static double rate(double onTwoCores) {
    return onTwoCores * SCALE;
  }

  /** How long the story goes on. */
  public static Duration time(Duration usual) {
    return Duration.ofSeconds(Long.getLong("duration", usual.toSeconds()));
  }

  /** One of so many parts of a story, in whole seconds, as Gatling counts them; at least one. */
  public static Duration part(Duration story, int parts) {
    return Duration.ofSeconds(Math.max(1, story.toSeconds() / parts));
  }

  /** How long people wait before they do something again: shorter in a run that is short itself. */
  public static Duration pause(Duration usual, Duration ofStory) {
    Duration longest = part(ofStory, 3);
    return usual.compareTo(longest) < 0 ? usual : longest;
  }

  /** A bound on time, in milliseconds. */
  public static int bound(Duration usual) {
    return (int) Math.round(usual.toNanos() / 1e9 * TOLERANCE * MILLIS);
  }

  private static double positive(String property) {
    String given = System.getProperty(property, "1");
    double value;
    try {
      value = Double.parseDouble(given);
    } catch (NumberFormatException noNumber) {
      throw new IllegalArgumentException(property + " is a number, not '" + given + "'", noNumber);
    }
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(property + " is above zero, not '" + given + "'");
    }
    return value;
  }
}
