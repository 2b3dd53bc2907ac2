package org.imagebuilder.composer.artifacts;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of a file an upload brings.
 *
 * @param first the first byte, from 0
 * @param last the last byte, included
 * @param total the length of the whole file
 */
public record Part(long first, long last, long total) {
  private static final Pattern FORM =
      Pattern.compile("bytes (?:(\\d{1,18})-(\\d{1,18})|\\*)/(\\d{1,18})");

  /** Fails with {@link IllegalArgumentException}, whose message says what is wrong. */
  public Part {
    boolean isEmpty = first == total && last == total - 1;
    if (!isEmpty && (last < first || total <= last)) {
      throw new IllegalArgumentException("it names bytes that the file does not have");
    }
  }

  /** Reads the header Content-Range; fails with {@link IllegalArgumentException}. */
  public static Part of(String contentRange) {
    Matcher match = FORM.matcher(contentRange.strip());
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "it is neither 'bytes FIRST-LAST/TOTAL' nor 'bytes */TOTAL'");
    }
    long total = Long.parseLong(match.group(3));
    // All bytes were sent before, only the end of the upload was not heard.
    return match.group(1) == null
        ? new Part(total, total - 1, total)
        : new Part(Long.parseLong(match.group(1)), Long.parseLong(match.group(2)), total);
  }

  /** How many bytes it has. */
  public long length() {
    return last - first + 1;
  }

  /** Whether the file is complete with it. */
  public boolean isLast() {
    return last + 1 == total;
  }
}
