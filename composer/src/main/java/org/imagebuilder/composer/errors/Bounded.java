package org.imagebuilder.composer.errors;

/**
 * Texts of answers, which may repeat what a caller sent: of a long one the beginning stays, where
 * it says what is wrong, and the end, where it says what to change.
 */
final class Bounded {
  private static final int BEGINNING = 3_000;
  private static final int END = 1_000;
  private static final String BETWEEN = " […] ";

  private Bounded() {}

  static String text(String text) {
    if (text.length() <= BEGINNING + END) {
      return text;
    }
    return text.substring(0, whole(text, BEGINNING))
        + BETWEEN
        + text.substring(whole(text, text.length() - END));
  }

  /** Not between the two halves of one character. */
  private static int whole(String text, int at) {
    return Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
  }
}
