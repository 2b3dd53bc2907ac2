package org.imagebuilder.agent.uploads.azure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.uploads.Crew;

/** A disk as a blob of pages, of which those that are zero need not be sent. */
final class PageBlob {

  private static final int PAGE = 512;

  /** Azure takes no more at a time. */
  private static final int RANGE = 4 << 20;

  private static final int BUFFER = 1 << 16;

  private final BlobGateway gateway;
  private final String container;
  private final URI blob;
  private final LongConsumer progress;

  PageBlob(BlobGateway gateway, String container, String name, LongConsumer progress) {
    this.gateway = gateway;
    this.container = container;
    this.blob = gateway.uri(container, name);
    this.progress = progress;
  }

  URI uri() {
    return blob;
  }

  /** All of a file; a blob that was not finished is removed. */
  void write(HttpBody.Piece file, int threads) throws JobErrorException, InterruptedException {
    if (file.length() == 0 || file.length() % PAGE != 0) {
      throw new JobErrorException(
          JobErrorCode.UPLOADING_IMAGE,
          "The image is no disk for Azure: its size is no multiple of 512 bytes. Build it as a VHD",
          "%d bytes".formatted(file.length()));
    }
    create(file);
    boolean written = false;
    try {
      AtomicLong next = new AtomicLong();
      AtomicLong sent = new AtomicLong();
      new Crew(threads)
          .work(
              () -> {
                long offset = next.getAndAdd(RANGE);
                if (offset >= file.length()) {
                  return false;
                }
                long length = Math.min(RANGE, file.length() - offset);
                range(new HttpBody.Piece(file.file(), file.offset() + offset, length), offset);
                progress.accept(sent.addAndGet(length));
                return true;
              });
      written = true;
    } finally {
      if (!written) {
        delete();
      }
    }
  }

  void delete() {
    gateway.delete(container, blob);
  }

  private void create(HttpBody.Piece file) throws JobErrorException, InterruptedException {
    gateway.put(
        container,
        blob,
        Map.of(),
        Map.of(
            "x-ms-blob-type", "PageBlob",
            "x-ms-blob-content-length", Long.toString(file.length()),
            "x-ms-blob-content-md5", md5(file)),
        HttpBody.nothing());
  }

  private void range(HttpBody.Piece piece, long offset)
      throws JobErrorException, InterruptedException {
    if (isZero(piece)) {
      return;
    }
    Map<String, String> headers =
        Map.of(
            "x-ms-page-write", "update",
            "x-ms-range", "bytes=%d-%d".formatted(offset, offset + piece.length() - 1),
            "Content-MD5", md5(piece));
    gateway.put(container, blob, Map.of("comp", "page"), headers, piece);
  }

  private static String md5(HttpBody.Piece piece) throws JobErrorException {
    try {
      return BlobGateway.base64(piece.digest("MD5"));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Stops at the first byte that is not. */
  private static boolean isZero(HttpBody.Piece piece) throws JobErrorException {
    try (FileChannel channel = FileChannel.open(piece.file()).position(piece.offset());
        InputStream input = Channels.newInputStream(channel)) {
      byte[] buffer = new byte[BUFFER];
      long left = piece.length();
      while (left > 0) {
        int n = input.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          throw new IOException("The file became shorter while it was sent");
        }
        for (int i = 0; i < n; i++) {
          if (buffer[i] != 0) {
            return false;
          }
        }
        left -= n;
      }
      return true;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static JobErrorException unreadable(IOException failure) {
    return JobErrorException.of(JobErrorCode.UPLOADING_IMAGE, failure.toString());
  }
}
