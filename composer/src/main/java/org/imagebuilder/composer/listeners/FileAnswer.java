package org.imagebuilder.composer.listeners;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.MimeMapping;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A file as an answer: as a whole or one range of it, straight from the disk and as fast as the
 * caller reads.
 *
 * @param name the name that is proposed to the caller
 * @param etag names these bytes; quoted
 */
public record FileAnswer(Path file, String name, long size, String etag) {
  private static final int NOT_MODIFIED = 304;
  private static final String RANGE = "Range";
  private static final String IF_RANGE = "If-Range";
  private static final int PARTIAL = 206;
  private static final int NOT_SATISFIABLE = 416;

  /** Answers a GET or HEAD. */
  public Future<Void> send(HttpServerRequest request) {
    HttpServerResponse response =
        request
            .response()
            .putHeader(HttpHeaders.ETAG, etag)
            .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    if (isNamedIn(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      return response.setStatusCode(NOT_MODIFIED).end();
    }
    Optional<ByteRange> range = range(request);
    if (range.equals(Optional.of(ByteRange.NOWHERE))) {
      return response
          .setStatusCode(NOT_SATISFIABLE)
          .putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size)
          .end();
    }
    range.ifPresent(
        part ->
            response
                .setStatusCode(PARTIAL)
                .putHeader(
                    HttpHeaders.CONTENT_RANGE,
                    "bytes %d-%d/%d".formatted(part.first(), part.last(), size)));
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, mediaType())
        .putHeader(HttpHeaders.CONTENT_DISPOSITION, disposition());
    return send(request, response, range.orElse(new ByteRange(0, size - 1)));
  }

  private Future<Void> send(
      HttpServerRequest request, HttpServerResponse response, ByteRange part) {
    if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(part.length()));
      return response.end();
    }
    if (part.length() == 0) {
      return response.end();
    }
    return response.sendFile(file.toString(), part.first(), part.length());
  }

  private Optional<ByteRange> range(HttpServerRequest request) {
    String condition = request.getHeader(IF_RANGE);
    boolean holds = condition == null || condition.equals(etag);
    return Optional.ofNullable(request.getHeader(RANGE))
        .filter(any -> holds)
        .flatMap(header -> ByteRange.of(header, size));
  }

  private boolean isNamedIn(@org.jspecify.annotations.Nullable String etags) {
    return etags != null && (etags.equals("*") || etags.contains(etag));
  }

  private String mediaType() {
    String known = MimeMapping.getMimeTypeForFilename(name);
    return known == null ? "application/octet-stream" : known;
  }

  /** A quote in a name would end it; a header knows ASCII only, so others go the long way, too. */
  private String disposition() {
    Predicate<Integer> plain = c -> c >= ' ' && c < 127 && c != '"' && c != '\\' && c != '%';
    StringBuilder ascii = new StringBuilder();
    StringBuilder whole = new StringBuilder();
    name.codePoints().forEach(c -> ascii.appendCodePoint(plain.test(c) ? c : '_'));
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      whole.append(
          (b > 0 && Character.isLetterOrDigit(b)) || "-._".indexOf(b) >= 0
              ? String.valueOf((char) b)
              : "%%%02X".formatted(b));
    }
    String first = "attachment; filename=\"" + ascii + "\"";
    return ascii.toString().equals(name) ? first : first + "; filename*=UTF-8''" + whole;
  }
}
