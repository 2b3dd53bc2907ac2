package org.imagebuilder.composer.drills;

/**
 * How much is drilled: the property {@code drill.size} multiplies every number of a small drill.
 */
public final class DrillSize {
  private static final int FACTOR = Integer.getInteger("drill.size", 1);

  private DrillSize() {}

  /** So many times what a check takes. */
  public static int times(int small) {
    return Math.multiplyExact(small, FACTOR);
  }
}
