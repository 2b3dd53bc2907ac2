package org.imagebuilder.agent.uploads.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.imagebuilder.agent.http.HttpBody;

/** Says where the files of a tar archive lie in it, so that they can be sent from there. */
final class TarFile {

  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int MOST_FILES = 100_000;
  private static final int LONGEST_EXTENSION = 1 << 20;

  /** Of all that an extension may say. */
  private static final Set<String> HEEDED = Set.of("path", "size");

  private final Path file;
  private final FileChannel channel;
  private final Map<String, HttpBody.Piece> found = new HashMap<>();

  /** What an extension says of the entry behind it. */
  private final Map<String, String> said = new HashMap<>();

  private TarFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** By their names, without a dot in front. */
  static Map<String, HttpBody.Piece> pieces(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      TarFile tar = new TarFile(file, channel);
      long at = 0;
      while (at + BLOCK <= channel.size()) {
        byte[] header = tar.read(at, BLOCK);
        if (isEmpty(header)) {
          break;
        }
        at = tar.entry(header, at + BLOCK);
      }
      return Map.copyOf(tar.found);
    }
  }

  /** Where the next header is. */
  private long entry(byte[] header, long content) throws IOException {
    if (!isHeader(header)) {
      throw new IOException("it is no tar archive, or is damaged");
    }
    long size = said.containsKey("size") ? decimal(said.get("size")) : number(header, 124, 12);
    if (size < 0 || size > channel.size() - content) {
      throw new IOException("it is cut short");
    }
    switch (header[156]) {
      case 'x' -> extension(read(content, bounded(size)));
      case 'L' -> said.put("path", text(read(content, bounded(size)), 0, (int) size));
      case 'K', 'g' -> {
        // A long target of a link, or words about all entries: what was said before still holds.
      }
      case '0', 0, '7' -> {
        String name = said.getOrDefault("path", name(header)).replaceFirst("^(?:\\./)+", "");
        found.put(name, new HttpBody.Piece(file, content, size));
        said.clear();
      }
      default -> said.clear();
    }
    if (found.size() > MOST_FILES) {
      throw new IOException("it has too many files");
    }
    return content + (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** Lines of {@code length key=value}. */
  private void extension(byte[] content) throws IOException {
    String lines = new String(content, StandardCharsets.UTF_8);
    for (String line : lines.split("\n", -1)) {
      int space = line.indexOf(' ');
      int equals = line.indexOf('=');
      if (space > 0 && equals > space && HEEDED.contains(line.substring(space + 1, equals))) {
        said.put(line.substring(space + 1, equals), line.substring(equals + 1));
      }
    }
  }

  private byte[] read(long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("it is cut short");
      }
    }
    return buffer.array();
  }

  private static int bounded(long size) throws IOException {
    if (size > LONGEST_EXTENSION) {
      throw new IOException("it is no tar archive, or is damaged");
    }
    return (int) size;
  }

  private static boolean isEmpty(byte[] header) {
    for (byte each : header) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  /** The sum of all bytes is in the header, with blanks in its own place. */
  private static boolean isHeader(byte[] header) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    try {
      return sum == number(header, 148, 8);
    } catch (IOException e) {
      return false;
    }
  }

  private static String name(byte[] header) {
    String name = text(header, 0, NAME);
    boolean ustar = text(header, 257, 5).equals("ustar") && header[262] == 0;
    String prefix = ustar ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] bytes, int from, int length) {
    int end = from;
    while (end < from + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  /** Octal digits, or, with the first bit set, the number itself. */
  private static long number(byte[] header, int from, int length) throws IOException {
    if ((header[from] & 0x80) != 0) {
      long value = header[from] & 0x7f;
      for (int i = 1; i < length; i++) {
        value = (value << Byte.SIZE) | (header[from + i] & 0xff);
      }
      return value;
    }
    String digits = text(header, from, length).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new IOException("it is no tar archive, or is damaged", e);
    }
  }

  private static long decimal(String text) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException("it is no tar archive, or is damaged", e);
    }
  }
}
