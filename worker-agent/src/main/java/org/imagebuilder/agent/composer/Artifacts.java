package org.imagebuilder.agent.composer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands files of many gigabytes to composer, as a stream of known length. The generated client
 * would end such a call by its time-out; this one has none but for silence.
 */
public final class Artifacts {

  /** A composer that says nothing for so long does not listen any more. */
  private static final Duration SILENCE = Duration.ofSeconds(100);

  private static final int BUFFER = 1 << 16;
  private static final int CONFLICT = 409;

  private final URI composer;

  public Artifacts(URI composer) {
    this.composer = composer;
  }

  /** Sends a file from its beginning. */
  public void put(Lease lease, String name, Path file)
      throws ComposerException, InterruptedException {
    call(() -> send(target(lease, name), file, 0, Optional.empty()));
  }

  /** Sends what composer does not have yet of a file that was sent before. */
  public void putRest(Lease lease, String name, Path file)
      throws ComposerException, InterruptedException {
    URI target = target(lease, name);
    call(
        () -> {
          long offset = offset(target);
          // Bytes of two connections make one file only if it is the one that was meant.
          Optional<String> digest = offset == 0 ? Optional.empty() : Optional.of(digest(file));
          send(target, file, Math.min(offset, Files.size(file)), digest);
        });
  }

  private interface Call {
    void run() throws IOException, ComposerException;
  }

  private static void call(Call call) throws ComposerException, InterruptedException {
    try {
      call.run();
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw new ComposerException.Away("The file could not be sent: " + e.getMessage());
    }
  }

  private URI target(Lease lease, String name) {
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return composer.resolve(lease.artifacts() + encoded);
  }

  /** Where to go on; at the beginning with a composer that does not know of parts. */
  private static long offset(URI target) throws IOException {
    HttpURLConnection connection = open(target, "HEAD");
    try {
      boolean isKnown =
          connection.getResponseCode() == 200
              && "?0".equals(connection.getHeaderField("Upload-Complete"));
      return isKnown ? connection.getHeaderFieldLong("Upload-Offset", 0) : 0;
    } finally {
      connection.disconnect();
    }
  }

  private static HttpURLConnection open(URI target, String method) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setConnectTimeout((int) SILENCE.toMillis());
    connection.setReadTimeout((int) SILENCE.toMillis());
    return connection;
  }

  private static void send(URI target, Path file, long offset, Optional<String> digest)
      throws IOException, ComposerException {
    HttpURLConnection connection = open(target, "PUT");
    try {
      long size = Files.size(file);
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/octet-stream");
      if (size > 0) {
        connection.setRequestProperty("Content-Range", range(offset, size));
      }
      digest.ifPresent(it -> connection.setRequestProperty("Repr-Digest", it));
      connection.setFixedLengthStreamingMode(size - offset);
      IOException broken = write(connection, file, offset);
      int status = status(connection, broken);
      if (status == CONFLICT) {
        throw new ComposerException.Away("composer wants the file from elsewhere");
      }
      if (status != 200) {
        throw Reports.failure(status, body(connection));
      }
    } finally {
      connection.disconnect();
    }
  }

  private static String range(long offset, long size) {
    return offset == size ? "bytes */" + size : "bytes %d-%d/%d".formatted(offset, size - 1, size);
  }

  private static String digest(Path file) throws IOException {
    try (InputStream input = Files.newInputStream(file);
        DigestInputStream digested =
            new DigestInputStream(input, MessageDigest.getInstance("SHA-256"))) {
      digested.transferTo(OutputStream.nullOutputStream());
      byte[] sha256 = digested.getMessageDigest().digest();
      return "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A composer that refuses early closes the stream; its answer says more than the broken pipe. */
  private static @Nullable IOException write(HttpURLConnection connection, Path file, long offset)
      throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      input.skipNBytes(offset);
      try (OutputStream output = connection.getOutputStream()) {
        copy(input, output);
      } catch (IOException e) {
        return e;
      }
      return null;
    }
  }

  private static int status(HttpURLConnection connection, @Nullable IOException broken)
      throws IOException {
    try {
      return connection.getResponseCode();
    } catch (IOException e) {
      throw broken == null ? e : broken;
    }
  }

  private static void copy(InputStream input, OutputStream output) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
      output.write(buffer, 0, n);
    }
  }

  private static String body(HttpURLConnection connection) throws IOException {
    try (InputStream error = connection.getErrorStream()) {
      return error == null ? "" : new String(error.readNBytes(4096), StandardCharsets.UTF_8);
    }
  }
}
