package org.imagebuilder.composer.workers;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imagebuilder.composer.artifacts.Part;
import org.imagebuilder.composer.artifacts.UploadState;
import org.jspecify.annotations.Nullable;

/** What the headers of an upload say: which part of the file comes, and what the whole file is. */
record UploadHeaders(Optional<Part> part, Optional<String> sha256) {
  private static final String OFFSET = "Upload-Offset";
  private static final String COMPLETE = "Upload-Complete";
  private static final String DIGEST = "Repr-Digest";
  private static final Pattern SHA_256 = Pattern.compile("(?:^|,)\\s*sha-256=:([^:]*):");
  private static final int SHA_256_BYTES = 32;

  /** Fails with {@link WorkerException} when they contradict themselves or each other. */
  static UploadHeaders of(HttpServerRequest request) {
    Optional<Part> part =
        Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_RANGE)).map(UploadHeaders::part);
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (part.isPresent() && length != null && part.get().length() != Long.parseLong(length)) {
      throw WorkerErrorCode.INVALID_CONTENT.because(
          "Content-Range has another length than Content-Length");
    }
    return new UploadHeaders(part, sha256(request.getHeader(DIGEST)));
  }

  /** Says how far an upload is. */
  static void tell(HttpServerResponse response, UploadState state) {
    response
        .putHeader(OFFSET, Long.toString(state.offset()))
        .putHeader(COMPLETE, state.isComplete() ? "?1" : "?0");
    state
        .sha256()
        .map(hex -> Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex)))
        .ifPresent(digest -> response.putHeader(DIGEST, "sha-256=:" + digest + ":"));
  }

  private static Part part(String contentRange) {
    try {
      return Part.of(contentRange);
    } catch (IllegalArgumentException malformed) {
      throw WorkerErrorCode.INVALID_CONTENT.because("Content-Range: " + malformed.getMessage());
    }
  }

  /** Digests of other kinds are not looked at. */
  private static Optional<String> sha256(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    Matcher digest = SHA_256.matcher(header);
    if (!digest.find()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(digest.group(1));
      if (bytes.length == SHA_256_BYTES) {
        return Optional.of(HexFormat.of().formatHex(bytes));
      }
    } catch (IllegalArgumentException malformed) {
      // Told below, together with a digest of the wrong length.
    }
    throw WorkerErrorCode.INVALID_CONTENT.because(
        DIGEST + ": sha-256 is not 32 bytes in base64 between colons");
  }
}
