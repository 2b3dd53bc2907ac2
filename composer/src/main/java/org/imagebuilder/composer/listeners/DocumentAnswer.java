package org.imagebuilder.composer.listeners;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A document as an answer: made once, kept compressed, and sent so to whoever reads that. Everybody
 * else gets it piece by piece, so that a large one never lies in memory as a whole.
 */
public final class DocumentAnswer {
  private static final int NOT_MODIFIED = 304;
  private static final int PIECE = 64 * 1024;
  private static final String GZIP = "gzip";

  private final String mediaType;
  private final String tag;
  private final long size;
  private final byte[] compressed;
  private final Buffer whole;

  private DocumentAnswer(String mediaType, String tag, long size, byte[] compressed) {
    this.mediaType = mediaType;
    this.tag = tag;
    this.size = size;
    this.compressed = compressed;
    this.whole = Buffer.buffer(compressed);
  }

  /** Writes a document from its beginning to its end. */
  @FunctionalInterface
  public interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  public static DocumentAnswer of(String mediaType, String text) {
    return of(mediaType, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The same content gets the same tag, in every process. */
  public static DocumentAnswer of(String mediaType, Writer content) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(PIECE);
    Counted counted;
    try (Counted out = new Counted(new GZIPOutputStream(compressed, PIECE))) {
      counted = out;
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("A document cannot be written", e);
    }
    String tag = "%08x%x".formatted(counted.getChecksum().getValue(), counted.size);
    return new DocumentAnswer(mediaType, tag, counted.size, compressed.toByteArray());
  }

  /** How much memory it takes, in bytes. */
  public int compressedSize() {
    return compressed.length;
  }

  /** Answers a GET or HEAD. */
  public Future<Void> send(HttpServerRequest request) {
    boolean zipped = reads(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
    HttpServerResponse response =
        request
            .response()
            // Two forms of one document are two sequences of bytes, and so need two tags.
            .putHeader(HttpHeaders.ETAG, zipped ? zippedTag() : plainTag());
    response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (isNamedIn(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      return response.setStatusCode(NOT_MODIFIED).end();
    }
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
        .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(zipped ? compressed.length : size));
    if (zipped) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      return response.end();
    }
    return zipped ? response.end(whole) : sendPieces(response);
  }

  private String plainTag() {
    return '"' + tag + '"';
  }

  private String zippedTag() {
    return '"' + tag + "-gzip\"";
  }

  private boolean isNamedIn(@Nullable String tags) {
    if (tags == null) {
      return false;
    }
    List<String> known = List.of("*", plainTag(), zippedTag());
    return Arrays.stream(tags.split(",", -1))
        .map(each -> each.strip().replaceFirst("^W/", ""))
        .anyMatch(known::contains);
  }

  private static boolean reads(@Nullable String encodings) {
    if (encodings == null) {
      return false;
    }
    boolean any = false;
    for (String each : encodings.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = each.strip().split("\\s*;\\s*", -1);
      boolean refused = parts.length > 1 && parts[1].matches("q=0(\\.0*)?");
      if (parts[0].equals(GZIP) || parts[0].equals("x-gzip")) {
        return !refused;
      }
      any |= parts[0].equals("*") && !refused;
    }
    return any;
  }

  private Future<Void> sendPieces(HttpServerResponse response) {
    Promise<Void> done = Promise.promise();
    try {
      InputStream content = new GZIPInputStream(new ByteArrayInputStream(compressed), PIECE);
      sendNext(response, content, done);
    } catch (IOException e) {
      done.fail(e);
    }
    return done.future();
  }

  /** The next piece waits until the one before is with the caller's side of the connection. */
  private static void sendNext(
      HttpServerResponse response, InputStream content, Promise<Void> done) {
    try {
      byte[] piece = content.readNBytes(PIECE);
      if (piece.length == 0) {
        content.close();
        response.end().onComplete(done);
        return;
      }
      response
          .write(Buffer.buffer(piece))
          .onSuccess(
              written ->
                  Vertx.currentContext().runOnContext(ignored -> sendNext(response, content, done)))
          .onFailure(done::fail);
    } catch (IOException e) {
      done.fail(e);
    }
  }

  /** Counts bytes, and sums them up, on their way to be compressed. */
  private static final class Counted extends CheckedOutputStream {
    private long size;

    Counted(OutputStream out) {
      super(out, new CRC32C());
    }

    @Override
    public void write(int b) throws IOException {
      super.write(b);
      size++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      super.write(bytes, from, length);
      size += length;
    }
  }
}
