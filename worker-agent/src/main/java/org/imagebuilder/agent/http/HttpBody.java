package org.imagebuilder.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/** What a call carries; it can be read again for a further attempt. */
public sealed interface HttpBody {

  /** A body of no length, which is not the same as no body: see {@link HttpCall#of}. */
  static HttpBody nothing() {
    return new Bytes(new byte[0]);
  }

  static HttpBody text(String content) {
    return new Bytes(content.getBytes(StandardCharsets.UTF_8));
  }

  static HttpBody bytes(byte[] content) {
    return new Bytes(content.clone());
  }

  /** All of a file. */
  static Piece file(Path file) throws IOException {
    return new Piece(file, 0, Files.size(file));
  }

  long length();

  /** The digest of the whole body, by an algorithm that every Java has. */
  byte[] digest(String algorithm) throws IOException;

  /** Writes all; tells how many bytes are written, now and then and at the end. */
  void writeTo(OutputStream output, LongConsumer written) throws IOException;

  /** A few bytes in memory. */
  final class Bytes implements HttpBody {

    private final byte[] content;

    private Bytes(byte[] content) {
      this.content = content;
    }

    @Override
    public long length() {
      return content.length;
    }

    @Override
    public byte[] digest(String algorithm) {
      return messageDigest(algorithm).digest(content);
    }

    @Override
    public void writeTo(OutputStream output, LongConsumer written) throws IOException {
      output.write(content);
      written.accept(content.length);
    }

    /** Without the content, which may be secret. */
    @Override
    public String toString() {
      return content.length + " bytes";
    }
  }

  /** A piece of a file, which is never in memory as a whole. */
  record Piece(Path file, long offset, long length) implements HttpBody {

    private static final int BUFFER = 1 << 16;

    @Override
    public byte[] digest(String algorithm) throws IOException {
      MessageDigest digest = messageDigest(algorithm);
      copy(digest::update);
      return digest.digest();
    }

    @Override
    public void writeTo(OutputStream output, LongConsumer written) throws IOException {
      long[] sum = {0};
      copy(
          (buffer, offset, length) -> {
            output.write(buffer, offset, length);
            sum[0] += length;
            written.accept(sum[0]);
          });
    }

    /** The bytes themselves, of a piece that fits in memory. */
    public byte[] read() throws IOException {
      byte[] content = new byte[Math.toIntExact(length)];
      int[] filled = {0};
      copy(
          (buffer, offset, length) -> {
            System.arraycopy(buffer, offset, content, filled[0], length);
            filled[0] += length;
          });
      return content;
    }

    private void copy(Sink sink) throws IOException {
      try (FileChannel channel = FileChannel.open(file).position(offset);
          InputStream input = Channels.newInputStream(channel)) {
        byte[] buffer = new byte[BUFFER];
        long left = length;
        while (left > 0) {
          int n = input.read(buffer, 0, (int) Math.min(buffer.length, left));
          if (n < 0) {
            throw new IOException("The file became shorter while it was sent");
          }
          sink.accept(buffer, 0, n);
          left -= n;
        }
      }
    }

    private interface Sink {
      void accept(byte[] buffer, int offset, int length) throws IOException;
    }
  }

  private static MessageDigest messageDigest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
