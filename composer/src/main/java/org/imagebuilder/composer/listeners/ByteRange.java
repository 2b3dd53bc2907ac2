package org.imagebuilder.composer.listeners;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One range of bytes of a file.
 *
 * @param first the first byte, from 0
 * @param last the last byte, included
 */
record ByteRange(long first, long last) {
  private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

  /** The range that lies outside of the file. */
  static final ByteRange NOWHERE = new ByteRange(0, -1);

  private static final int MOST_DIGITS = 18;

  /**
   * Reads the header Range: empty where it is to be ignored, {@link #NOWHERE} where it asks for
   * bytes that the file does not have.
   */
  static Optional<ByteRange> of(String header, long size) {
    Matcher one = ONE_RANGE.matcher(header.strip());
    if (!one.matches()
        || (one.group(1).isEmpty() && one.group(2).isEmpty())
        || one.group(1).length() > MOST_DIGITS
        || one.group(2).length() > MOST_DIGITS) {
      return Optional.empty();
    }
    if (one.group(1).isEmpty()) {
      long suffix = Math.min(size, Long.parseLong(one.group(2)));
      return Optional.of(suffix == 0 ? NOWHERE : new ByteRange(size - suffix, size - 1));
    }
    long first = Long.parseLong(one.group(1));
    long last = one.group(2).isEmpty() ? size - 1 : Long.parseLong(one.group(2));
    if (!one.group(2).isEmpty() && last < first) {
      return Optional.empty();
    }
    return Optional.of(first >= size ? NOWHERE : new ByteRange(first, Math.min(last, size - 1)));
  }

  long length() {
    return last - first + 1;
  }
}
