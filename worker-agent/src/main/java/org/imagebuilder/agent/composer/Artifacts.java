package org.imagebuilder.agent.composer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import org.imagebuilder.agent.http.HttpProxy;
import org.imagebuilder.agent.traces.TraceContext;
import org.imagebuilder.agent.traces.Traces;
import org.jspecify.annotations.Nullable;

/**
 * Hands files of many gigabytes to composer, as a stream of known length. The client for calls
 * would end one by its time-out; here is none but for silence.
 */
public final class Artifacts {

  /** A composer that says nothing for so long does not listen any more. */
  private static final Duration SILENCE = Duration.ofSeconds(100);

  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_ERROR = 4096;
  private static final int NOT_TAKEN = 400;
  private static final int CONFLICT = 409;

  private final ComposerConnection composer;

  public Artifacts(ComposerConnection composer) {
    this.composer = composer;
  }

  /** Sends a file from its beginning. */
  public void put(Lease lease, String name, Path file)
      throws ComposerException, InterruptedException {
    send(composer.artifact(lease, name), file, 0, Optional.empty());
  }

  /** Sends what composer does not have yet of a file that was sent before. */
  public void putRest(Lease lease, String name, Path file)
      throws ComposerException, InterruptedException {
    URI target = composer.artifact(lease, name);
    long offset = offset(target);
    try {
      // Bytes of two connections make one file only if it is the one that was meant.
      Optional<String> digest = offset == 0 ? Optional.empty() : Optional.of(digest(file));
      send(target, file, Math.min(offset, Files.size(file)), digest);
    } catch (IOException e) {
      throw new ComposerException.Away("The file could not be read again: " + e.getMessage());
    }
  }

  /** Where to go on; at the beginning with a composer that does not know of parts. */
  private long offset(URI target) throws ComposerException, InterruptedException {
    long[] offset = {0};
    call(
        token -> {
          HttpURLConnection connection = open(target, "HEAD", token);
          try {
            int status = status(connection, null);
            if (status == 200 && "?0".equals(connection.getHeaderField("Upload-Complete"))) {
              offset[0] = connection.getHeaderFieldLong("Upload-Offset", 0);
            }
            return new Reply(status, Optional.empty(), new byte[0]);
          } finally {
            connection.disconnect();
          }
        });
    return offset[0];
  }

  private void send(URI target, Path file, long offset, Optional<String> digest)
      throws ComposerException, InterruptedException {
    Reply reply = call(token -> sent(target, file, offset, digest, token));
    switch (reply.status()) {
      case 200 -> {}
      case CONFLICT -> throw new ComposerException.Away("composer wants the file from elsewhere");
      // The predecessor says it without a body.
      case NOT_TAKEN -> throw problem(reply, "composer takes no files");
      default -> throw composer.problems().failure(reply);
    }
  }

  private ComposerException problem(Reply reply, String otherwise) {
    ComposerException failure = composer.problems().failure(reply);
    return failure instanceof ComposerException.Refused
        ? failure
        : new ComposerException.Refused(reply.status(), 0, otherwise);
  }

  private Reply call(ComposerConnection.Call call) throws ComposerException, InterruptedException {
    return composer.withToken(
        token -> {
          try {
            return call.send(token);
          } catch (IOException e) {
            if (Thread.interrupted()) {
              throw new InterruptedException();
            }
            throw e;
          }
        });
  }

  private HttpURLConnection open(URI target, String method, Optional<String> token)
      throws IOException {
    Optional<HttpProxy> proxy = composer.settings().proxy();
    HttpURLConnection connection =
        proxy.isPresent()
            ? proxy.get().open(target)
            : (HttpURLConnection) target.toURL().openConnection(Proxy.NO_PROXY);
    if (connection instanceof HttpsURLConnection https) {
      https.setSSLSocketFactory(composer.tls().getSocketFactory());
    }
    connection.setInstanceFollowRedirects(false);
    connection.setRequestMethod(method);
    connection.setConnectTimeout((int) SILENCE.toMillis());
    connection.setReadTimeout((int) SILENCE.toMillis());
    Traces.current()
        .ifPresent(
            span -> connection.setRequestProperty(TraceContext.HEADER, span.context().header()));
    token.ifPresent(it -> connection.setRequestProperty("Authorization", "Bearer " + it));
    return connection;
  }

  private Reply sent(
      URI target, Path file, long offset, Optional<String> digest, Optional<String> token)
      throws IOException {
    HttpURLConnection connection = open(target, "PUT", token);
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
      return new Reply(
          status, Optional.ofNullable(connection.getHeaderField("Location")), body(connection));
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
      int status = connection.getResponseCode();
      if (status < 0) {
        throw new IOException("the answer is not HTTP");
      }
      return status;
    } catch (HttpRetryException e) {
      // Java would like to send a stream again that it does not have any more.
      return e.responseCode();
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

  private static byte[] body(HttpURLConnection connection) throws IOException {
    try (InputStream error = connection.getErrorStream()) {
      return error == null ? new byte[0] : error.readNBytes(LONGEST_ERROR);
    }
  }
}
