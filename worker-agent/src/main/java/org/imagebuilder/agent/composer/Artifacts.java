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
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hands files of many gigabytes to composer, as a stream of known length. The generated client
 * would end such a call by its time-out; this one has none but for silence.
 */
public final class Artifacts {

  /** A composer that says nothing for so long does not listen any more. */
  private static final Duration SILENCE = Duration.ofSeconds(100);

  private static final int BUFFER = 1 << 16;

  private final URI composer;

  public Artifacts(URI composer) {
    this.composer = composer;
  }

  public void put(Lease lease, String name, Path file)
      throws ComposerException, InterruptedException {
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    URI target = composer.resolve(lease.artifacts() + encoded);
    try {
      send(target, file);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw new ComposerException.Away("The file could not be sent: " + e.getMessage());
    }
  }

  private void send(URI target, Path file) throws IOException, ComposerException {
    HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
    try {
      connection.setRequestMethod("PUT");
      connection.setDoOutput(true);
      connection.setConnectTimeout((int) SILENCE.toMillis());
      connection.setReadTimeout((int) SILENCE.toMillis());
      connection.setRequestProperty("Content-Type", "application/octet-stream");
      connection.setFixedLengthStreamingMode(Files.size(file));
      IOException broken = write(connection, file);
      int status = status(connection, broken);
      if (status != 200) {
        throw Reports.failure(status, body(connection));
      }
    } finally {
      connection.disconnect();
    }
  }

  /** A composer that refuses early closes the stream; its answer says more than the broken pipe. */
  private static @Nullable IOException write(HttpURLConnection connection, Path file)
      throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
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
