package org.imagebuilder.agent.uploads;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** What a request to S3 carries; it can be read again for a further attempt. */
sealed interface S3Body {

  long length();

  String sha256() throws IOException;

  void writeTo(OutputStream output) throws IOException;

  /** A short text, or nothing. */
  record Text(String content) implements S3Body {
    @Override
    public long length() {
      return bytes().length;
    }

    @Override
    public String sha256() {
      return S3Signer.sha256(bytes());
    }

    @Override
    public void writeTo(OutputStream output) throws IOException {
      output.write(bytes());
    }

    private byte[] bytes() {
      return content.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** A piece of a file, which is never in memory as a whole. */
  record Piece(Path file, long offset, long length) implements S3Body {

    private static final int BUFFER = 1 << 16;

    @Override
    public String sha256() throws IOException {
      MessageDigest digest = S3Signer.digest();
      copy(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void writeTo(OutputStream output) throws IOException {
      copy(output::write);
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
}
