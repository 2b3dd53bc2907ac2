package org.imagebuilder.agent.jobs;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes a file of JSON small enough to be read: of long texts only the end is kept, where a tool
 * says what went wrong. Never has more than one such end in memory.
 */
final class AnswerShortener {

  private final int longest;

  /** The end of the text that is being read. */
  private final byte[] ring;

  /** The length is in bytes of JSON. */
  AnswerShortener(int longest) {
    this.longest = longest;
    this.ring = new byte[longest];
  }

  void shorten(Path from, Path to) throws IOException {
    try (InputStream input = new BufferedInputStream(Files.newInputStream(from));
        OutputStream output = new BufferedOutputStream(Files.newOutputStream(to))) {
      for (int c = input.read(); c >= 0; c = input.read()) {
        output.write(c);
        if (c == '"') {
          copyText(input, output);
        }
      }
    }
  }

  private void copyText(InputStream input, OutputStream output) throws IOException {
    long length = 0;
    boolean escaped = false;
    for (int c = input.read(); c >= 0; c = input.read()) {
      if (c == '"' && !escaped) {
        writeEnd(length, output);
        output.write(c);
        return;
      }
      escaped = c == '\\' && !escaped;
      ring[(int) (length % longest)] = (byte) c;
      length++;
    }
  }

  private void writeEnd(long length, OutputStream output) throws IOException {
    if (length <= longest) {
      output.write(ring, 0, (int) length);
      return;
    }
    byte[] end = new byte[longest];
    int oldest = (int) (length % longest);
    System.arraycopy(ring, oldest, end, 0, longest - oldest);
    System.arraycopy(ring, 0, end, longest - oldest, oldest);
    int from = wholeFrom(end);
    output.write(end, from, longest - from);
  }

  /** Behind a line's end or a blank in the first half, else behind a plain letter or digit. */
  private static int wholeFrom(byte[] end) {
    for (int i = 1; i < end.length / 2; i++) {
      if (end[i - 1] != '\\' && end[i] == '\\' && end[i + 1] == 'n') {
        return i + 2;
      }
    }
    for (int i = 1; i < end.length / 2; i++) {
      if (end[i - 1] == ' ') {
        return i;
      }
    }
    for (int i = 1; i < end.length; i++) {
      // Neither a sign of several bytes nor an escape is cut in two there.
      if (end[i] > 0 && end[i - 1] > 0 && Character.isLetterOrDigit(end[i - 1])) {
        return i;
      }
    }
    return end.length;
  }
}
